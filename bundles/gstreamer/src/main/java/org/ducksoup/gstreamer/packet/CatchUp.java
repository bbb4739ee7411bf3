package org.ducksoup.gstreamer.packet;

import java.util.concurrent.TimeUnit;

/**
 * Lets pictures that arrive at once after a pause pass the effect, all of them. The queue in front of the effect keeps few
 * pictures and drops the oldest: right for an effect that is too slow, but after a pause of the network or of the whole
 * server the pictures of the pause would be lost. Meanwhile the queue waits for the effect instead, and the packets wait
 * in front of the decoder, where they need little memory. That ends when the pictures are on time again, or after a
 * while: then the effect is too slow.
 */
public final class CatchUp {
    /** Ordinary jitter is less. */
    static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    /** The queue holds three pictures, which are older than the one that leaves the decoder. */
    private static final long ON_TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** What is done with pictures that the effect has no time for. */
    @FunctionalInterface
    public interface Surplus {
        /** On the receive thread or on a streaming thread. */
        void setDropped(boolean dropped);
    }

    private final Surplus surplus;
    private volatile boolean catchingUp;
    private long since;

    public CatchUp(Surplus surplus) {
        this.surplus = surplus;
    }

    /**
     * A packet goes in. On the receive thread.
     *
     * @param lateNanos how much later it has arrived than on a steady network
     */
    void onPush(long lateNanos, long nowNanos) {
        if (!catchingUp && lateNanos > LATE_NANOS) {
            begin(nowNanos);
        }
    }

    /**
     * A picture has left the decoder. On a streaming thread.
     *
     * @param ageNanos how long ago its packets should have arrived
     */
    public void onPicture(long ageNanos, long nowNanos) {
        if (catchingUp) {
            endIfDone(ageNanos, nowNanos);
        }
    }

    private synchronized void begin(long nowNanos) {
        since = nowNanos;
        catchingUp = true;
        surplus.setDropped(false);
    }

    private synchronized void endIfDone(long ageNanos, long nowNanos) {
        if (ageNanos < ON_TIME_NANOS || nowNanos - since > MAX_NANOS) {
            catchingUp = false;
            surplus.setDropped(true);
        }
    }
}
