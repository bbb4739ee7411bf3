package org.ducksoup.recording.file;

import java.util.List;
import org.ducksoup.api.media.Codec;

/**
 * The content of a media file, read from the file itself.
 *
 * @param finished whether the file was completed
 * @param validLength bytes up to the end of the last whole cluster or page
 */
public record FileFacts(boolean finished, long validLength, List<Track> tracks) {
    public FileFacts {
        tracks = List.copyOf(tracks);
    }

    /**
     * @param frames in the file, without packets that only conceal a gap
     * @param offsetNanos time of the first frame on the timeline; 0 without frames
     * @param endNanos end of the last frame
     */
    public record Track(Codec codec, long frames, long offsetNanos, long endNanos) {}
}
