package org.ducksoup.parts;

import java.time.Duration;
import java.time.Instant;

/** Reads time and runs tasks later: real in the server, virtual in tests. */
public interface Timer {
    /** The wall clock. */
    Instant now();

    /** A monotonic clock for measuring; its zero has no meaning. */
    long nanoTime();

    /** Runs a task once, later, on any thread; running the result cancels it. */
    Runnable schedule(Duration delay, Runnable task);
}
