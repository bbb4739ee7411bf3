package org.ducksoup.cluster.supervision;

import java.time.Duration;
import java.time.Instant;
import org.ducksoup.parts.Timer;

/** A clock that tests set. */
final class FixedTimer implements Timer {
    Instant now = Instant.parse("2026-11-28T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long nanoTime() {
        return now.toEpochMilli() * 1_000_000;
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        throw new AssertionError("nothing is scheduled");
    }
}
