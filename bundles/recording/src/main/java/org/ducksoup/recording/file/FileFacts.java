package org.ducksoup.recording.file;

import java.util.List;
import org.ducksoup.api.media.Codec;

/**
 * What a file of media holds, read from the file itself.
 *
 * @param finished whether whoever wrote it came to its end
 * @param validLength bytes up to the end of the last whole cluster or page
 */
public record FileFacts(boolean finished, long validLength, List<Track> tracks) {
    public FileFacts {
        tracks = List.copyOf(tracks);
    }

    /**
     * @param frames in the file; packets that only conceal a gap do not count
     * @param offsetNanos time of the first, from the timeline's begin; 0 without any
     * @param endNanos when the last one is over
     */
    public record Track(Codec codec, long frames, long offsetNanos, long endNanos) {}
}
