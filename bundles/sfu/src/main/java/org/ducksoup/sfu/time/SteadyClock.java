package org.ducksoup.sfu.time;

import java.time.Instant;
import java.time.InstantSource;
import org.ducksoup.parts.Timer;

/**
 * The wall clock as it was at one moment, continued by the monotonic clock. Its instants can be compared with each other
 * although the wall clock may be stepped in between.
 */
public final class SteadyClock implements InstantSource {
    private final Timer timer;
    private final Instant start;
    private final long startNanos;

    /** Reads the wall clock, once. */
    public SteadyClock(Timer timer) {
        this.timer = timer;
        start = timer.instant();
        startNanos = timer.nanoTime();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(timer.nanoTime() - startNanos);
    }
}
