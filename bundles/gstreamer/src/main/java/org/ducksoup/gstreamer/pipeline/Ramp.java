package org.ducksoup.gstreamer.pipeline;

import java.time.Duration;

/** A straight line from one value to another. */
record Ramp(double from, double to, long startNanos, Duration duration) {
    boolean isOver(long nowNanos) {
        return nowNanos - startNanos >= duration.toNanos();
    }

    double at(long nowNanos) {
        if (isOver(nowNanos)) {
            return to;
        }
        double part = Math.max(0, nowNanos - startNanos) / (double) duration.toNanos();
        return from + (to - from) * part;
    }
}
