package org.ducksoup.parts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer whose time passes only when a test wants it. It begins at {@link #BEGIN}. */
public final class VirtualTimer implements Timer {
    public static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

    private record Due(Instant at, int order, Runnable task) {}

    private final List<Due> due = new ArrayList<>();
    private Instant now = BEGIN;
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

    public void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    /** Sets the wall clock, as an operator or NTP does. The remaining time of each task stays the same. */
    public void step(Duration by) {
        now = now.plus(by);
        due.replaceAll(d -> new Due(d.at.plus(by), d.order, d.task));
    }

    public int pending() {
        return due.size();
    }
}
