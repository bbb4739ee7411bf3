package org.ducksoup.gstreamer.circuit;

import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.Window;

/**
 * Takes one effect on pictures out of circuit, and puts it in again. The effect runs in both states. Out of circuit, a
 * picture that leaves it is replaced by the one that went in with the same time, so the delay and the number of pictures are
 * the effect's. A picture without such a one passes as the effect has made it, or is dropped if the effect has never been in
 * circuit: then nothing of it may be seen.
 *
 * <p>The pictures have the same format on both sides.
 */
public final class PictureCircuit {
    /** An effect that gives nothing out must not fill the memory. */
    private static final int MAX_PICTURES = 32;

    private final Circuits.Circuit circuit;
    private final Misses misses;
    private final TimedChanges changes;
    /** Of the thread in front of the effect. */
    private final Window coming = new Window();
    /** Of the thread behind it, which may be another one. */
    private final Window going = new Window();
    /** Of the thread behind it. */
    private boolean wasIn;

    // Guarded by this: what is in the effect, oldest first, in a ring.
    private final long[] times = new long[MAX_PICTURES];
    private final long[] pictures = new long[MAX_PICTURES];
    private int first;
    private int count;

    /**
     * @param effect for the log
     * @param circuit whether the effect is in circuit; asked for each picture
     * @param changes of the effect's properties
     */
    public PictureCircuit(String effect, Circuits.Circuit circuit, TimedChanges changes) {
        this.circuit = circuit;
        this.changes = changes;
        misses = new Misses(effect);
    }

    /** In front of the effect, on the streaming thread. */
    public int onInput(long probeInfo) {
        long picture = coming.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        long pts = coming.at(picture).getLong(GstLayout.BUFFER_PTS);
        changes.onFrame(pts);
        remember(pts, GstLibrary.gst_mini_object_ref(picture));
        return GstLibrary.PROBE_OK;
    }

    /** Behind the effect, on the streaming thread. */
    public int onOutput(long probeInfo) {
        long picture = going.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        long pts = going.at(picture).getLong(GstLayout.BUFFER_PTS);
        long passing = take(pts);
        boolean isIn = circuit.isIn(pts);
        wasIn |= isIn;
        if (isIn) {
            unref(passing);
        } else if (passing == 0) {
            misses.miss(wasIn);
            return wasIn ? GstLibrary.PROBE_OK : GstLibrary.PROBE_DROP;
        } else {
            going.at(probeInfo).setLong(GstLayout.PROBE_INFO_DATA, passing);
            GstLibrary.gst_mini_object_unref(picture);
        }
        return GstLibrary.PROBE_OK;
    }

    private synchronized void remember(long time, long picture) {
        if (count == MAX_PICTURES) {
            unref(removeFirst());
        }
        int at = (first + count) % MAX_PICTURES;
        times[at] = time;
        pictures[at] = picture;
        count++;
    }

    /** The picture of a time, or 0; the caller owns it. Those before it have been left out by the effect. */
    private synchronized long take(long time) {
        while (count > 0 && times[first] < time) {
            unref(removeFirst());
        }
        return count > 0 && times[first] == time ? removeFirst() : 0;
    }

    private long removeFirst() {
        long picture = pictures[first];
        first = (first + 1) % MAX_PICTURES;
        count--;
        return picture;
    }

    private static void unref(long picture) {
        if (picture != 0) {
            GstLibrary.gst_mini_object_unref(picture);
        }
    }

    /** Called when no streaming thread is left. */
    public synchronized void free() {
        while (count > 0) {
            unref(removeFirst());
        }
    }
}
