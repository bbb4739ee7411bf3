package org.ducksoup.sfu.media;

import org.jspecify.annotations.Nullable;

/**
 * Which RTP timestamp a pipeline has last taken for which time of its own: noted by the pipeline's thread, read by the recorder's.
 */
public final class PipelineTiming {
    /**
     * @param rtpTimestamp of a packet that went in, 32 bits
     * @param timeNanos on the pipeline's clock
     */
    public record Note(long rtpTimestamp, long timeNanos) {}

    private volatile @Nullable Note latest;

    public void note(long rtpTimestamp, long timeNanos) {
        latest = new Note(rtpTimestamp, timeNanos);
    }

    @Nullable
    public Note latest() {
        return latest;
    }
}
