package org.ducksoup.gstreamer.lab;

/** How a lab's effect is steered. */
public interface LabControl {
    /** Thread-safe; what does not fit is logged and changes nothing. */
    void set(String property, double value);

    /** Whether its Java code keeps a frame for too long. */
    boolean isLate(long nowNanos);

    /** Its code does not run any more when this returns. Idempotent. */
    void close();
}
