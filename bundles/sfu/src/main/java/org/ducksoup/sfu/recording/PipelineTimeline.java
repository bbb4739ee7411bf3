package org.ducksoup.sfu.recording;

/**
 * Places the packets of a pipeline on the timeline. Their RTP timestamps count from a known instant. A shift brings
 * each packet to the place that the dry track gives to what went in, however long the effect took. Not thread-safe.
 */
final class PipelineTimeline {
    private static final long SECOND = 1_000_000_000L;

    /**
     * A correction is spread over four times as long. The pipeline's own clock moves while its jitter buffer learns,
     * and a frame's place on the timeline counts for more than even distances.
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

    /** A time of the pipeline on the timeline, without any correction. */
    long unshifted(long timeNanos) {
        return zeroNanos + timeNanos;
    }

    /** The correction in use: from a packet's own time to its place. */
    long shift() {
        return shift;
    }

    /**
     * @param rtpTimestamp without wraps
     * @param captureShift from arrival to capture, in the dry track; negative
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
