package org.ducksoup.stats.report;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How far acts were from their time, to a tenth of a millisecond, however many they are. */
final class Lateness {
    private static final long STEP_NANOS = 100_000;
    private static final long MOST_STEPS = 50_000;

    private final NavigableMap<Long, Integer> acts = new TreeMap<>();
    private long all;

    void add(Duration late) {
        acts.merge(Math.min(MOST_STEPS, late.abs().toNanos() / STEP_NANOS), 1, Integer::sum);
        all++;
    }

    boolean isEmpty() {
        return all == 0;
    }

    /** Within how many milliseconds a share of the acts was. */
    double millis(double share) {
        long left = (long) Math.ceil(share * all);
        for (Map.Entry<Long, Integer> same : acts.entrySet()) {
            left -= same.getValue();
            if (left <= 0) {
                return same.getKey() * STEP_NANOS / 1e6;
            }
        }
        return 0;
    }
}
