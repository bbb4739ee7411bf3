package org.ducksoup.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ducksoup.parts.Timer;

/** A timer whose time passes only when a test wants it. */
final class VirtualTimer implements Timer {
    private record Task(Instant due, Runnable action) {}

    private final List<Task> tasks = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-29T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long nanoTime() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        Task scheduled = new Task(now.plus(delay), task);
        tasks.add(scheduled);
        return () -> tasks.remove(scheduled);
    }

    int pending() {
        return tasks.size();
    }

    /** Runs each task when it is due, those of tasks that have run included. */
    void pass(Duration time) {
        Instant until = now.plus(time);
        for (Optional<Task> next = next(until); next.isPresent(); next = next(until)) {
            tasks.remove(next.get());
            now = next.get().due();
            next.get().action().run();
        }
        now = until;
    }

    private Optional<Task> next(Instant until) {
        return tasks.stream().filter(task -> !task.due().isAfter(until)).min(Comparator.comparing(Task::due));
    }
}
