package org.ducksoup.signaling;

import java.time.Duration;

/** How many messages may still come, of a client or into the log: a bucket that fills with time. Thread-safe. */
final class MessageBudget {
    private final double capacity;
    private final double perNano;
    private double available;
    private long filledAtNanos;

    MessageBudget(int burst, int perSecond, long nowNanos) {
        capacity = burst;
        perNano = (double) perSecond / Duration.ofSeconds(1).toNanos();
        available = capacity;
        filledAtNanos = nowNanos;
    }

    /** Takes one message; false when there is none left. */
    synchronized boolean take(long nowNanos) {
        available = Math.min(capacity, available + (nowNanos - filledAtNanos) * perNano);
        filledAtNanos = nowNanos;
        if (available < 1) {
            return false;
        }
        available--;
        return true;
    }
}
