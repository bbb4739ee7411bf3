package org.ducksoup.gstreamer.lab;

import org.jspecify.annotations.Nullable;

/** Controls a lab's effect. */
public interface LabControl {
    /** Sets a property. A value that does not fit is logged and changes nothing. Thread-safe. */
    void set(String property, double value);

    /** Whether the effect's Java code has kept a frame for too long. */
    boolean isLate(long nowNanos);

    /** That the effect's Java code is slower than its medium, as a sentence; null if it is not. Any thread. */
    default @Nullable String slowness() {
        return null;
    }

    /** Closes the effect. When this returns, its code does not run any more. Idempotent. */
    void close();
}
