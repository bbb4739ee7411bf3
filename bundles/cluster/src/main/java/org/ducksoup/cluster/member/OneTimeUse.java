package org.ducksoup.cluster.member;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ducksoup.parts.Timer;

/** Recognises what was said before, or too long ago. Thread-safe. */
final class OneTimeUse {
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final Timer timer;
    /** Those that were used, with their time, oldest first. */
    private final Map<String, Long> used = new LinkedHashMap<>();

    OneTimeUse(Timer timer) {
        this.timer = timer;
    }

    /**
     * Whether this is used for the first time, a minute after it was made at most. Clocks may differ by so much.
     *
     * @param once differs from use to use
     * @param at when it was made, in milliseconds since 1970
     */
    synchronized boolean isNew(String once, long at) {
        long now = timer.instant().toEpochMilli();
        // It may come from a clock that is ahead, and is remembered until nobody would take it any more.
        for (Iterator<Long> times = used.values().iterator(); times.hasNext(); ) {
            if (now - times.next() <= 2 * MAX_AGE.toMillis()) {
                break;
            }
            times.remove();
        }
        return Math.abs(now - at) <= MAX_AGE.toMillis() && used.putIfAbsent(once, now) == null;
    }
}
