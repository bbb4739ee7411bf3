package org.ducksoup.gstreamer.pipeline;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** When a medium that failed is built again. Not thread-safe. */
public final class Restarts {
    public static final long FIRST_PAUSE_MILLIS = 100;
    /** Pauses before the first, second and further restarts. */
    private static final long[] PAUSES_MILLIS = {Restarts.FIRST_PAUSE_MILLIS, 300, 1000, 2000, 4000};
    /** A medium that ran this long did not fail at its start. */
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int max;
    private boolean everStarted;
    private int failures;

    private Restarts(int max) {
        this.max = max;
    }

    public static Restarts some() {
        return new Restarts(PAUSES_MILLIS.length);
    }

    /** The medium is given up at its first failure. */
    public static Restarts none() {
        return new Restarts(0);
    }

    public void started() {
        everStarted = true;
    }

    public boolean hasEverStarted() {
        return everStarted;
    }

    /** The medium failed after it had run for so long. */
    public void ranFor(long nanos) {
        if (nanos > LASTING_NANOS) {
            forget();
        }
    }

    /** The failures so far count no more. */
    public void forget() {
        failures = 0;
    }

    /**
     * The pause before the next attempt, in ms. Empty if there is none: what never worked will not work later, and what failed too
     * often in a row is given up.
     */
    public OptionalLong next() {
        return everStarted && failures < max ? OptionalLong.of(PAUSES_MILLIS[failures++]) : OptionalLong.empty();
    }
}
