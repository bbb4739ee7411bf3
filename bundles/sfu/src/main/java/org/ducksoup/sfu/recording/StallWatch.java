package org.ducksoup.sfu.recording;

import java.util.concurrent.TimeUnit;

/**
 * Detects a thread that stands still. Only time during which the thread was observed counts: if nobody looked, the whole
 * process paused, and the thread could not move.
 */
final class StallWatch {
    /** How often the thread is to be looked at. */
    static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long PATIENCE_NANOS = 3 * INTERVAL_NANOS;

    private long turns = -1;
    private long lookedAt;
    private long stillNanos;

    /** @param newTurns how often the thread has turned so far */
    boolean isStill(long nowNanos, long newTurns) {
        if (newTurns == turns) {
            stillNanos += Math.min(nowNanos - lookedAt, INTERVAL_NANOS);
        } else {
            turns = newTurns;
            stillNanos = 0;
        }
        lookedAt = nowNanos;
        return stillNanos >= PATIENCE_NANOS;
    }
}
