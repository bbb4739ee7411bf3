package org.ducksoup.signaling;

import java.time.Duration;

/** How many refused joins are told in the log: strangers may make as many as they like. Thread-safe. */
final class RefusalBudget {
    static final int PER_SECOND = 10;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private boolean begun;
    private long secondBegan;
    private int told;

    /** Whether one more may be told. */
    synchronized boolean take(long nowNanos) {
        if (!begun || nowNanos - secondBegan >= SECOND) {
            begun = true;
            secondBegan = nowNanos;
            told = 0;
        }
        told++;
        return told <= PER_SECOND;
    }
}
