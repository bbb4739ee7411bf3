package org.ducksoup.sfu.effect;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.ducksoup.sfu.media.EffectDelay;
import org.jspecify.annotations.Nullable;

/**
 * How long effects have held the packets of a medium. What comes out is stamped with the arrival of what it was made of. One thread
 * at a time adds, any thread reads.
 */
final class PassageTimes {
    private static final int MAX_MILLIS = 2000;
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final int clockRate;
    /** Packets by their time in whole milliseconds; the last one counts what took longer. */
    private final AtomicIntegerArray packets = new AtomicIntegerArray(MAX_MILLIS + 1);

    PassageTimes(int clockRate) {
        this.clockRate = clockRate;
    }

    /**
     * A packet came out.
     *
     * @param rtpTimestamp its lowest 32 bits
     * @param sinceZeroNanos from the instant of timestamp 0 to now
     */
    void add(long rtpTimestamp, long sinceZeroNanos) {
        long now = sinceZeroNanos / SECOND * clockRate + sinceZeroNanos % SECOND * clockRate / SECOND;
        int ticks = (int) (now - rtpTimestamp);
        int millis = (int) Math.max(0, Math.min(MAX_MILLIS, ticks * SECOND / clockRate / MILLI));
        packets.setOpaque(millis, packets.getOpaque(millis) + 1);
    }

    /** Null if no packet came out. */
    @Nullable
    EffectDelay figures() {
        long all = 0;
        for (int i = 0; i <= MAX_MILLIS; i++) {
            all += packets.getOpaque(i);
        }
        return all == 0 ? null : new EffectDelay(share(all, 0.5), share(all, 0.99));
    }

    private int share(long all, double share) {
        long left = (long) Math.ceil(all * share);
        int millis = 0;
        while (millis < MAX_MILLIS && left > packets.getOpaque(millis)) {
            left -= packets.getOpaque(millis);
            millis++;
        }
        return millis;
    }
}
