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
    private volatile long recordedShift;

    public void note(long rtpTimestamp, long timeNanos) {
        latest = new Note(rtpTimestamp, timeNanos);
    }

    /** @param nanos as of {@link #recordedShift} */
    public void noteRecordedShift(long nanos) {
        recordedShift = nanos;
    }

    /**
     * From the time that the pipeline gives to a frame, which is that of its arrival, to its place in the recordings, which is that of
     * its capture: usually the time on the network, negative. 0 while nothing is recorded. In nanoseconds, from any thread.
     */
    public long recordedShift() {
        return recordedShift;
    }

    @Nullable
    public Note latest() {
        return latest;
    }
}
