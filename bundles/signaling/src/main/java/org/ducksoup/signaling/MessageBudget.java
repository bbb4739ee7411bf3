package org.ducksoup.signaling;

import java.time.Duration;

/** How many messages a client may still send: a bucket that fills with time. For one thread at a time. */
final class MessageBudget {
    private final double capacity;
    private final double perNano;
    private double available;
    private long filledAtNanos;

    MessageBudget(SessionLimits limits, long nowNanos) {
        capacity = limits.burst();
        perNano = (double) limits.messagesPerSecond() / Duration.ofSeconds(1).toNanos();
        available = capacity;
        filledAtNanos = nowNanos;
    }

    /** Takes one message; false when there is none left. */
    boolean take(long nowNanos) {
        available = Math.min(capacity, available + (nowNanos - filledAtNanos) * perNano);
        filledAtNanos = nowNanos;
        if (available < 1) {
            return false;
        }
        available--;
        return true;
    }
}
