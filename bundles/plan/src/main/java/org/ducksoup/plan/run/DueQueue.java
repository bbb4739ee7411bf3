package org.ducksoup.plan.run;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ducksoup.api.plan.DueAct;

/** What waits for its time. Entries of the same time keep their order. */
final class DueQueue {
    private record Entry(Duration due, long number, Consumer<Duration> task, Supplier<List<DueAct>> certain) {}

    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::due).thenComparing(Entry::number);

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(ORDER);
    private long added;

    /** @param task gets the time that it was to run at */
    void add(Duration due, Consumer<Duration> task) {
        add(due, List::of, task);
    }

    /** @param certain acts that the task will give out, whatever happens until then */
    void add(Duration due, Supplier<List<DueAct>> certain, Consumer<Duration> task) {
        entries.add(new Entry(due, added++, task, certain));
    }

    /** The certain acts up to a time, in their order. */
    List<DueAct> certain(Duration until) {
        return entries.stream()
                .filter(entry -> entry.due().compareTo(until) <= 0)
                .sorted(ORDER)
                .flatMap(entry -> entry.certain().get().stream())
                .toList();
    }

    Optional<Duration> next(Duration after) {
        return entries.stream()
                .map(Entry::due)
                .filter(due -> due.compareTo(after) > 0)
                .min(Comparator.naturalOrder());
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
