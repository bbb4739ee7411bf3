package org.ducksoup.signaling;

import java.time.Duration;
import java.time.Instant;

/** Time for a session: real in the server, virtual in tests. */
interface Timer {
    Instant now();

    /** For measuring; its zero means nothing. */
    long nanoTime();

    /** Runs a task once, later, on any thread; the result cancels it. */
    Runnable schedule(Duration delay, Runnable task);
}
