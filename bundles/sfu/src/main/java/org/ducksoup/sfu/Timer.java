package org.ducksoup.sfu;

import java.time.Duration;
import java.time.Instant;

/** Time for an interaction: real in the server, virtual in tests. */
interface Timer {
    Instant now();

    /** Runs a task once, later, on any thread; the result cancels it. */
    Runnable schedule(Duration delay, Runnable task);
}
