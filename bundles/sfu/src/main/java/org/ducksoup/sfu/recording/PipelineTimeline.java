package org.ducksoup.sfu.recording;

/**
 * Places what comes out of a pipeline on the timeline. Its RTP timestamps count from a known instant; a shift brings them to
 * where the dry track has what went in. How long the effect took does not matter. Not thread-safe.
 */
final class PipelineTimeline {
    private static final long SECOND = 1_000_000_000L;

    /**
     * A correction is spread over four times as long: the pipeline's own clock moves while its jitter buffer learns, and the
     * place on the timeline counts for more than an even distance.
     */
    private static final long SPREAD = 4;

    private final int clockRate;
    private final long zeroNanos;
    private long shift;
    private boolean started;
    private long last = Long.MIN_VALUE;
    private long lastMedia;

    /**
     * @param zeroNanos where timestamp 0 stands on the timeline
     * @param clockRate of the timestamps, Hz
     */
    PipelineTimeline(int clockRate, long zeroNanos) {
        this.clockRate = clockRate;
        this.zeroNanos = zeroNanos;
    }

    /** A time of the pipeline on the timeline, as if nothing were to be corrected. */
    long unshifted(long timeNanos) {
        return zeroNanos + timeNanos;
    }

    /**
     * @param rtpTimestamp without wraps
     * @param captureShift from arrival to capture, as the dry track has it; negative
     * @return nanoseconds on the timeline, never less than the last time
     */
    long nanos(long rtpTimestamp, long captureShift) {
        long media = rtpTimestamp / clockRate * SECOND + rtpTimestamp % clockRate * SECOND / clockRate;
        if (started) {
            long most = Math.max(0, media - lastMedia) / SPREAD;
            shift += Math.max(-most, Math.min(most, captureShift - shift));
        } else {
            started = true;
            shift = captureShift;
        }
        lastMedia = media;
        last = Math.max(last, zeroNanos + media + shift);
        return last;
    }
}
