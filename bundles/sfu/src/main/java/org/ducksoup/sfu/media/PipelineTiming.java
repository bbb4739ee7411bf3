package org.ducksoup.sfu.media;

import org.jspecify.annotations.Nullable;

/**
 * Remembers which time of its own a pipeline gave to the RTP timestamp of a packet that went in. The pipeline's
 * thread notes it, the recorder's thread reads it. Only the newest note counts.
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
