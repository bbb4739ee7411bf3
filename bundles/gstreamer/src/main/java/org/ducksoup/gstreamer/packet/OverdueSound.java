package org.ducksoup.gstreamer.packet;

import java.util.concurrent.TimeUnit;

/**
 * Knows which sound is too old to be heard when it leaves the pipeline. An effect may hold back sound, and give it only when
 * further sound comes in: after an outage of the sender's network, then. A receiver takes the age of that sound for
 * jitter, and plays everything later for half a minute.
 *
 * <p>Sound that itself arrived late is not meant: that is jitter. So an outage is a pause after which packets are missing.
 * Without missing packets, the sender was silent.
 */
public final class OverdueSound {
    /** Receivers get over a shorter delay by themselves. */
    private static final long MIN_OUTAGE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The jitter buffer puts a packet a little before or after its arrival. */
    private static final long INEXACT_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private static final long NOTHING = Long.MIN_VALUE;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int clockRate;
    private final long minOutageNanos;
    private boolean begun;
    private int lastSequence;
    private int lastTimestamp;
    private long lastArrivalNanos;
    /** The timestamp where sound begins that is not overdue, 32 bits; or {@link #NOTHING}. */
    private volatile long limit = NOTHING;

    private OverdueSound(int clockRate, long minOutageNanos) {
        this.clockRate = clockRate;
        this.minOutageNanos = minOutageNanos;
    }

    public static OverdueSound ofEffects(int clockRate) {
        return new OverdueSound(clockRate, MIN_OUTAGE_NANOS);
    }

    /** For media of which nothing is ever overdue: a picture that is left out spoils those that follow. */
    public static OverdueSound never() {
        return new OverdueSound(1, Long.MAX_VALUE);
    }

    /**
     * Notes a packet that goes in. On the thread that pushes.
     *
     * @param sequence of RTP, 16 bits
     * @param timestamp of RTP, 32 bits
     * @param mediaNanos the packet's place in the time of the pipeline
     */
    public void onPushed(int sequence, int timestamp, long arrivalNanos, long mediaNanos) {
        int missing = (short) (sequence - lastSequence) - 1;
        if (begun && missing < -1) {
            return;
        }
        long missingNanos = (timestamp - lastTimestamp) * SECOND / clockRate;
        if (begun
                && missing > 0
                && missingNanos >= minOutageNanos
                && arrivalNanos - lastArrivalNanos >= minOutageNanos) {
            limit = (mediaNanos - INEXACT_NANOS) / 1000 * clockRate / 1_000_000 & 0xffffffffL;
        }
        begun = true;
        lastSequence = sequence;
        lastTimestamp = timestamp;
        lastArrivalNanos = arrivalNanos;
    }

    /**
     * Whether a packet is overdue that comes out. On the streaming thread.
     *
     * @param timestamp of RTP, which is in the time of the pipeline
     */
    public boolean contains(int timestamp) {
        long present = limit;
        if (present == NOTHING) {
            return false;
        }
        boolean isBefore = timestamp - (int) present < 0;
        if (!isBefore) {
            limit = NOTHING;
        }
        return isBefore;
    }
}
