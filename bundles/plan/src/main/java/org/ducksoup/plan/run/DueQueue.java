package org.ducksoup.plan.run;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** What waits for its time. Entries of the same time keep their order. */
final class DueQueue {
    private record Entry(Duration due, long number, Consumer<Duration> task) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparing(Entry::number));
    private long added;

    /** @param task gets the time that it was to run at */
    void add(Duration due, Consumer<Duration> task) {
        entries.add(new Entry(due, added++, task));
    }

    /** Runs what is due, and what it adds that is due, too. */
    void runUntil(Duration now) {
        for (Entry first = entries.peek(); first != null && first.due().compareTo(now) <= 0; first = entries.peek()) {
            entries.remove();
            first.task().accept(first.due());
        }
    }

    Optional<Duration> next() {
        return Optional.ofNullable(entries.peek()).map(Entry::due);
    }

    void clear() {
        entries.clear();
    }
}
