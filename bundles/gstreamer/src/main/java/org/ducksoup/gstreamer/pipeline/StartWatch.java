package org.ducksoup.gstreamer.pipeline;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether a start that is under way takes too long: an element or a lab's code may hang. One thread starts, any thread asks. */
public final class StartWatch {
    /** An effect may load something, but somebody waits for it. */
    static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long NOT_STARTING = Long.MIN_VALUE;

    private volatile long since = NOT_STARTING;

    public void begin() {
        since = System.nanoTime();
    }

    public void end() {
        since = NOT_STARTING;
    }

    /** Why the effect counts as lost; null if no start is under way, or not for too long. */
    public @Nullable String lateness(long nowNanos) {
        long began = since;
        return began == NOT_STARTING || nowNanos - began <= MAX_NANOS
                ? null
                : "the effect has not started within " + TimeUnit.NANOSECONDS.toSeconds(MAX_NANOS) + " s";
    }
}
