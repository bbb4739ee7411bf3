package org.ducksoup.gstreamer.circuit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one effect's properties, each with the time from which it counts. A frame enters the effect some time after it has
 * arrived, and on a busy machine much later; a change is made in front of the frame that arrived with it. So recordings have
 * it where the log has it. Thread-safe.
 */
public final class TimedChanges {
    /** Half of a packet of sound. */
    private static final long HALF_SOUND_NANOS = 10_000_000;

    /** Half of the time between two pictures, of 25 a second. */
    private static final long HALF_PICTURE_NANOS = 20_000_000;

    /** A ramp makes 33 changes a second. Without frames they must not fill the memory. */
    private static final int MAX_CHANGES = 1000;

    /**
     * @param nanos on the pipeline's time
     * @param number the new value if it is a number, else NaN
     * @param change gets the time of the frame
     */
    private record Change(long nanos, String property, double number, LongConsumer change) {}

    /** By their times. */
    private final List<Change> waiting = new ArrayList<>();

    private final long nearestNanos;
    private volatile boolean any;

    /** @param kind of the frames: a change is made in front of the one that is nearest to it */
    public TimedChanges(MediaKind kind) {
        nearestNanos = kind == MediaKind.AUDIO ? HALF_SOUND_NANOS : HALF_PICTURE_NANOS;
    }

    /**
     * Makes a change when the frame of that time is about to enter the effect.
     *
     * @param nanos on the pipeline's time; may be in future
     * @param number the new value if it is a number, else NaN
     * @param change makes it, on the thread of the frames, and gets the frame's time
     */
    public void add(long nanos, String property, double number, LongConsumer change) {
        synchronized (this) {
            if (waiting.size() >= MAX_CHANGES) {
                leaveOutTheOldestOf(property);
            }
            int place = waiting.size();
            while (place > 0 && waiting.get(place - 1).nanos() > nanos) {
                place--;
            }
            waiting.add(place, new Change(nanos, property, number, change));
            any = true;
        }
    }

    /** The last value of each property is kept. */
    private void leaveOutTheOldestOf(String property) {
        Iterator<Change> oldestFirst = waiting.iterator();
        while (oldestFirst.hasNext()) {
            if (oldestFirst.next().property().equals(property)) {
                oldestFirst.remove();
                return;
            }
        }
    }

    /** The value that a property will have when all changes are made; NaN if none of them concerns it. */
    public synchronized double number(String property) {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (waiting.get(i).property().equals(property)) {
                return waiting.get(i).number();
            }
        }
        return Double.NaN;
    }

    /** Makes all changes, whatever their time. */
    public void makeAll() {
        // Half of the time between two frames is added to it.
        onFrame(Long.MAX_VALUE / 2);
    }

    /** A frame is about to enter the effect. On the thread of the frames. */
    void onFrame(long pts) {
        while (any) {
            Change due = next(pts);
            if (due == null) {
                return;
            }
            // Not while the lock is held: an element may take long.
            due.change().accept(pts);
        }
    }

    private synchronized @Nullable Change next(long pts) {
        if (waiting.isEmpty() || waiting.get(0).nanos() > pts + nearestNanos) {
            return null;
        }
        Change first = waiting.remove(0);
        any = !waiting.isEmpty();
        return first;
    }
}
