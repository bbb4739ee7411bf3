package org.ducksoup.gstreamer.circuit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
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
     */
    private record Change(long nanos, String property, double number, Runnable set) {}

    private final Deque<Change> waiting = new ArrayDeque<>();
    private final long nearestNanos;
    private volatile boolean any;

    /** @param kind of the frames: a change is made in front of the one that is nearest to it */
    public TimedChanges(MediaKind kind) {
        nearestNanos = kind == MediaKind.AUDIO ? HALF_SOUND_NANOS : HALF_PICTURE_NANOS;
    }

    /**
     * Makes a change when the frame of that time is about to enter the effect.
     *
     * @param nanos on the pipeline's time; not before that of an earlier call
     * @param number the new value if it is a number, else NaN
     * @param set makes it, on the thread of the frames
     */
    public void add(long nanos, String property, double number, Runnable set) {
        synchronized (this) {
            if (waiting.size() >= MAX_CHANGES) {
                leaveOutTheOldestOf(property);
            }
            waiting.addLast(new Change(nanos, property, number, set));
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
        for (Iterator<Change> newestFirst = waiting.descendingIterator(); newestFirst.hasNext(); ) {
            Change change = newestFirst.next();
            if (change.property().equals(property)) {
                return change.number();
            }
        }
        return Double.NaN;
    }

    /** A frame is about to enter the effect. On the thread of the frames. */
    void onFrame(long pts) {
        while (any) {
            Change due = next(pts);
            if (due == null) {
                return;
            }
            // Not while the lock is held: an element may take long.
            due.set().run();
        }
    }

    private synchronized @Nullable Change next(long pts) {
        Change first = waiting.peekFirst();
        if (first == null || first.nanos() > pts + nearestNanos) {
            return null;
        }
        waiting.removeFirst();
        any = !waiting.isEmpty();
        return first;
    }
}
