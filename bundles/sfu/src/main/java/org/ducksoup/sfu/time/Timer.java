package org.ducksoup.sfu.time;

import java.time.Duration;
import java.time.InstantSource;

/** Tells and keeps time for an interaction: real time in the server, virtual time in tests. */
public interface Timer extends InstantSource {
    /**
     * Runs a task once, after a delay, on any thread.
     *
     * @return cancels the task
     */
    Runnable schedule(Duration delay, Runnable task);
}
