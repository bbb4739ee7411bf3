package org.ducksoup.gstreamer.gate;

/**
 * Places pictures on the ticks of a constant frame rate. A picture goes to the next tick as long as it is near it, so
 * that jitter of about half a frame does not cause pairs of gaps and collisions.
 */
final class FrameGrid {
    static final long TOO_EARLY = -1;

    private static final double TOLERANCE = 0.6;
    private static final int FIRST = -1;

    private final int framesPerSecond;
    private long last = FIRST;

    FrameGrid(int framesPerSecond) {
        this.framesPerSecond = framesPerSecond;
    }

    /** The tick of a picture, or {@link #TOO_EARLY} if there is a picture for that tick already. */
    long place(long ptsNanos) {
        double exact = ptsNanos * (double) framesPerSecond / 1e9;
        if (last != FIRST && exact < last + 1 - TOLERANCE) {
            return TOO_EARLY;
        }
        boolean isNext = last != FIRST && exact <= last + 1 + TOLERANCE;
        last = isNext ? last + 1 : Math.round(exact);
        return last;
    }

    /** The tick of the last picture; negative before the first. */
    long last() {
        return last;
    }

    long timeOf(long tick) {
        return tick * 1_000_000_000L / framesPerSecond;
    }

    int framesPerSecond() {
        return framesPerSecond;
    }
}
