package org.ducksoup.parts;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Reads time and runs tasks later: real in the server, virtual in tests. {@link #instant} is the wall clock, which may be
 * stepped, so nothing may measure with it.
 */
public interface Timer extends InstantSource {
    /** A monotonic clock for measuring; its zero has no meaning. */
    long nanoTime();

    /** Runs a task once, later, on any thread; running the result cancels it. */
    Runnable schedule(Duration delay, Runnable task);
}
