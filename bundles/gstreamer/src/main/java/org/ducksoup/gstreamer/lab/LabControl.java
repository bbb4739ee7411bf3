package org.ducksoup.gstreamer.lab;

/** Controls a lab's effect. */
public interface LabControl {
    /** Thread-safe. A value that does not fit is logged and changes nothing. */
    void set(String property, double value);

    /** Whether the effect's Java code has kept a frame for too long. */
    boolean isLate(long nowNanos);

    /** When this returns, the effect's code does not run any more. Idempotent. */
    void close();
}
