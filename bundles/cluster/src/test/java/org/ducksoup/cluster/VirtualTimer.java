package org.ducksoup.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ducksoup.parts.Timer;

/** A timer whose time passes only when a test wants it. */
public final class VirtualTimer implements Timer {
    private record Due(Instant at, int order, Runnable task) {}

    private final List<Due> due = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private int count;
    private long nanos;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        Due scheduled = new Due(now.plus(delay), count++, task);
        due.add(scheduled);
        return () -> due.remove(scheduled);
    }

    /** Lets time pass, and runs each task that falls due at its own time. */
    public void pass(Duration duration) {
        Instant end = now.plus(duration);
        while (true) {
            Due next = due.stream()
                    .filter(d -> !d.at.isAfter(end))
                    .min(Comparator.comparing(Due::at).thenComparing(Due::order))
                    .orElse(null);
            if (next == null) {
                nanos += Duration.between(now, end).toNanos();
                now = end;
                return;
            }
            due.remove(next);
            nanos += Duration.between(now, next.at).toNanos();
            now = next.at;
            next.task.run();
        }
    }
}
