package org.ducksoup.parts;

import java.time.Duration;

/** Limits a rate: a bucket that fills with time, up to its capacity. Thread-safe. */
public final class TokenBucket {
    private final double capacity;
    private final double perNano;
    private double available;
    private long filledAtNanos;

    /**
     * @param capacity tokens that may be taken at once; the bucket is full at the start
     * @param perSecond tokens that come back in a second
     */
    public TokenBucket(long capacity, double perSecond, long nowNanos) {
        this.capacity = capacity;
        perNano = perSecond / Duration.ofSeconds(1).toNanos();
        available = capacity;
        filledAtNanos = nowNanos;
    }

    /** Takes one token; false when there is none left. */
    public boolean take(long nowNanos) {
        return take(1, nowNanos);
    }

    /** Takes several tokens or none; false when there are not as many left. */
    public synchronized boolean take(long tokens, long nowNanos) {
        available = Math.min(capacity, available + (nowNanos - filledAtNanos) * perNano);
        filledAtNanos = nowNanos;
        if (available < tokens) {
            return false;
        }
        available -= tokens;
        return true;
    }
}
