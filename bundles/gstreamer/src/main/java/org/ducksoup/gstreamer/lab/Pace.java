package org.ducksoup.gstreamer.lab;

import java.util.concurrent.TimeUnit;

/**
 * Compares the time that an effect's code takes with the time that its frames last. An effect that takes longer loses the rest,
 * because sound and pictures do not wait for it. On one streaming thread, but for {@link #share}.
 */
final class Pace {
    /** Of the medium. */
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A busy moment of the machine is no slow effect. */
    private static final int SLOW_WINDOWS = 2;
    /** An effect that is always slow is told again after this many windows. */
    private static final int WINDOWS_UNTIL_AGAIN = 10;

    private static final double NOTICED = 0.02;

    private long tookNanos;
    private long lastedNanos;
    private int slowWindows;
    private int windowsUntilAgain;
    private volatile double share;

    /**
     * A frame was changed.
     *
     * @return whether it is to be told that the effect is too slow
     */
    boolean onFrame(long took, long lasts) {
        tookNanos += took;
        lastedNanos += lasts;
        if (lastedNanos < WINDOW_NANOS) {
            return false;
        }
        double lost = 1 - (double) lastedNanos / Math.max(tookNanos, lastedNanos);
        tookNanos = 0;
        lastedNanos = 0;
        return onWindow(lost >= NOTICED ? lost : 0);
    }

    private boolean onWindow(double lost) {
        share = lost;
        slowWindows = lost == 0 ? 0 : slowWindows + 1;
        windowsUntilAgain = Math.max(0, windowsUntilAgain - 1);
        boolean told = slowWindows >= SLOW_WINDOWS && windowsUntilAgain == 0;
        if (told) {
            windowsUntilAgain = WINDOWS_UNTIL_AGAIN;
        }
        return told;
    }

    /** The share of the medium that the effect has no time for, in the last second; 0 if it is fast enough. Any thread. */
    double share() {
        return share;
    }
}
