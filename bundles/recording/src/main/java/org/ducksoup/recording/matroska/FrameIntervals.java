package org.ducksoup.recording.matroska;

/**
 * The mean time from one picture of a track to the next. Software that ignores times multiplies it by the number of
 * frames, so gaps count.
 */
final class FrameIntervals {
    private long frames;
    private long first;
    private long last;

    /** A constant rate as a time, to the nanosecond. */
    static long ofRate(int framesPerSecond) {
        return Math.round(1e9 / framesPerSecond);
    }

    void add(long timeNanos) {
        if (frames++ == 0) {
            first = timeNanos;
        }
        last = Math.max(last, timeNanos);
    }

    long frames() {
        return frames;
    }

    /** In nanoseconds; 0 if fewer than two frames are known. */
    long meanNanos() {
        return frames < 2 ? 0 : (last - first) / (frames - 1);
    }
}
