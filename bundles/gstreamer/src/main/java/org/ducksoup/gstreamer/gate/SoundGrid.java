package org.ducksoup.gstreamer.gate;

import java.util.concurrent.TimeUnit;

/**
 * Keeps sound without gaps in front of the effect, so that samples counted and time passed are the same. Some effects
 * count samples and take no notice of timestamps: a gap would make everything behind it too early.
 *
 * <p>A difference of a few milliseconds is the drift of the sender's clock. It is corrected by two samples at a time, which
 * nobody hears. A larger one is a gap, or sound that overlaps.
 */
final class SoundGrid {
    static final int SAMPLE_RATE = 48_000;
    /** No correction below half a millisecond: timestamps are not more exact than that. */
    private static final long EXACT_SAMPLES = SAMPLE_RATE / 2000;

    private static final long DRIFT_SAMPLES = SAMPLE_RATE / 200;
    private static final long NUDGE_SAMPLES = 2;
    /** A longer pause is not filled. The medium gets another pipeline for it. */
    private static final long MAX_GAP_SAMPLES = 4L * SAMPLE_RATE;

    private static final long MAX_OVERLAP_SAMPLES = SAMPLE_RATE;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private boolean started;
    private long zeroNanos;
    private long position;

    /**
     * Places sound. To be followed by {@link #advance}.
     *
     * @param ptsNanos where its sender puts it
     * @return samples that are missing in front of it; negative for those that are too many
     */
    long place(long ptsNanos) {
        long missing = started ? samples(ptsNanos - zeroNanos) - position : 0;
        if (!started || missing > MAX_GAP_SAMPLES || missing < -MAX_OVERLAP_SAMPLES) {
            started = true;
            zeroNanos = ptsNanos;
            position = 0;
            return 0;
        }
        long size = Math.abs(missing);
        if (size <= EXACT_SAMPLES) {
            return 0;
        }
        return size < DRIFT_SAMPLES ? NUDGE_SAMPLES * Long.signum(missing) : missing;
    }

    /** Passes samples: silence, or sound. */
    void advance(long samples) {
        position += samples;
    }

    /** Where the next sample stands, in nanoseconds. */
    long nextNanos() {
        return zeroNanos + nanosOf(position);
    }

    static long nanosOf(long samples) {
        return samples / SAMPLE_RATE * SECOND + samples % SAMPLE_RATE * SECOND / SAMPLE_RATE;
    }

    private static long samples(long nanos) {
        return Math.round(nanos * (double) SAMPLE_RATE / SECOND);
    }
}
