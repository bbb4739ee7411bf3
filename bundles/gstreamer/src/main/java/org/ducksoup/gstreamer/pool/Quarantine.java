package org.ducksoup.gstreamer.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Effects that end their process again and again are refused for a while. Thread-safe. */
final class Quarantine {
    static final int MAX_DEATHS = 5;
    static final Duration WITHIN = Duration.ofMinutes(5);
    static final Duration LASTS = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private final Map<String, History> histories = new ConcurrentHashMap<>();

    private static final class History {
        private final Deque<Long> deaths = new ArrayDeque<>();
        private String reason = "";
        private int process;
        private long refusedUntil = Long.MIN_VALUE;
    }

    /** @param nanoTime as {@link System#nanoTime} */
    Quarantine(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A process with this effect has died. That several media of one process had it counts once.
     *
     * @param process its number, from 1
     * @return whether the effect is refused from now on
     */
    boolean died(String effect, int process, String reason) {
        History history = histories.computeIfAbsent(effect, name -> new History());
        long now = nanoTime.getAsLong();
        synchronized (history) {
            if (history.process == process) {
                return false;
            }
            history.process = process;
            history.deaths.addLast(now);
            while (now - history.deaths.getFirst() > WITHIN.toNanos()) {
                history.deaths.removeFirst();
            }
            if (history.deaths.size() < MAX_DEATHS) {
                return false;
            }
            history.deaths.clear();
            history.reason = reason;
            history.refusedUntil = now + LASTS.toNanos();
            return true;
        }
    }

    /** Why an effect is refused, as a sentence; empty if it is not. */
    Optional<String> refusal(String effect) {
        History history = histories.get(effect);
        if (history == null) {
            return Optional.empty();
        }
        synchronized (history) {
            long left = history.refusedUntil == Long.MIN_VALUE ? 0 : history.refusedUntil - nanoTime.getAsLong();
            return left <= 0
                    ? Optional.empty()
                    : Optional.of("Its process has died " + MAX_DEATHS + " times (" + history.reason
                            + "), so it is refused for "
                            + (Duration.ofNanos(left).toMinutes() + 1) + " more minutes.");
        }
    }

    /** The effect has changed: what was known of it counts no more. */
    void forget(String effect) {
        histories.remove(effect);
    }
}
