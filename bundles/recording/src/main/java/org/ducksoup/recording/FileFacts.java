package org.ducksoup.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ducksoup.api.media.Codec;

/**
 * What a file of media holds, read from the file itself.
 *
 * @param finished whether whoever wrote it came to its end
 * @param validLength bytes up to the end of the last whole cluster or page
 */
record FileFacts(boolean finished, long validLength, List<Track> tracks) {
    FileFacts {
        tracks = List.copyOf(tracks);
    }

    /**
     * @param frames in the file; packets that only conceal a gap do not count
     * @param offsetNanos time of the first, from the timeline's begin; 0 without any
     * @param endNanos when the last one is over
     */
    record Track(Codec codec, long frames, long offsetNanos, long endNanos) {}

    /** @throws IOException also if it is neither Matroska nor Ogg as we write them */
    static FileFacts of(Path file) throws IOException {
        return file.toString().endsWith(".ogg")
                ? OggReader.facts(file)
                : MatroskaReader.read(file).facts();
    }
}
