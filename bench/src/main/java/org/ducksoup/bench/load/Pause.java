package org.ducksoup.bench.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for a moment of a load. */
public final class Pause {
    private Pause() {}

    /** Returns after this time, at once if it is not positive. */
    public static void of(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
