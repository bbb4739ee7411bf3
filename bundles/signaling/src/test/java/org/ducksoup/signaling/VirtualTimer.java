package org.ducksoup.signaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ducksoup.parts.Timer;

/** A timer whose time passes only when a test wants it. */
public final class VirtualTimer implements Timer {
    private record Task(Instant due, Runnable action) {}

    private final List<Task> tasks = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");

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

    void pass(Duration time) {
        now = now.plus(time);
        List<Task> due = tasks.stream()
                .filter(task -> !task.due().isAfter(now))
                .sorted(Comparator.comparing(Task::due))
                .toList();
        tasks.removeAll(due);
        due.forEach(task -> task.action().run());
    }
}
