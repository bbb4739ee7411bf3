package org.ducksoup.cluster;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Events in virtual time, one after the other. */
final class SimulatedTime {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1000 * MILLI;

    private record Event(long at, long order, Runnable task) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now;
    private long count;

    /** Nanoseconds since the beginning, as nobody in the simulation can read them. */
    long now() {
        return now;
    }

    long count() {
        return count;
    }

    void at(long time, Runnable task) {
        events.add(new Event(Math.max(time, now), count++, task));
    }

    void after(long nanos, Runnable task) {
        at(now + nanos, task);
    }

    /** Runs what is due until then, and {@code check} after each event. */
    void runUntil(long end, Runnable check) {
        while (!events.isEmpty() && events.peek().at <= end) {
            Event next = events.poll();
            now = next.at;
            next.task.run();
            check.run();
        }
        now = end;
    }
}
