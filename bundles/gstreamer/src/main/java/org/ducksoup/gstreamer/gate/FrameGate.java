package org.ducksoup.gstreamer.gate;

import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.Window;

/**
 * Makes the frame rate constant in front of the effect: surplus pictures are dropped, and a gap is filled with the
 * picture before it when the next one arrives. {@code videorate} shows a picture only when it knows the next one; this
 * gate holds none back. A pause longer than a second stays a pause.
 */
public final class FrameGate {

    private final FrameGrid grid;
    private final Window window = new Window();
    private long held;
    private boolean filling;

    public FrameGate(int framesPerSecond) {
        grid = new FrameGrid(framesPerSecond);
    }

    /** On the streaming thread that pushes through the pad. */
    public int onPicture(long pad, long probeInfo) {
        if (filling) {
            return GstLibrary.PROBE_OK;
        }
        long picture = window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        long before = grid.last();
        long tick = grid.place(window.at(picture).getLong(GstLayout.BUFFER_PTS));
        if (tick == FrameGrid.TOO_EARLY) {
            return GstLibrary.PROBE_DROP;
        }
        if (held != 0 && tick - before <= grid.framesPerSecond()) {
            fill(pad, before + 1, tick);
        }
        long writable = GstLibrary.gst_mini_object_make_writable(picture);
        window.at(probeInfo).setLong(GstLayout.PROBE_INFO_DATA, writable);
        stamp(writable, tick);
        free();
        held = GstLibrary.gst_mini_object_ref(writable);
        return GstLibrary.PROBE_OK;
    }

    /** Called when no streaming thread is left. */
    public void free() {
        if (held != 0) {
            GstLibrary.gst_mini_object_unref(held);
            held = 0;
        }
    }

    private void fill(long pad, long from, long to) {
        filling = true;
        for (long tick = from; tick < to; tick++) {
            long copy = GstLibrary.gst_mini_object_copy(held);
            stamp(copy, tick);
            GstLibrary.gst_pad_push(pad, copy);
        }
        filling = false;
    }

    private void stamp(long picture, long tick) {
        window.at(picture).setLong(GstLayout.BUFFER_PTS, grid.timeOf(tick));
        window.setLong(GstLayout.BUFFER_DTS, GstLibrary.CLOCK_TIME_NONE);
        window.setLong(GstLayout.BUFFER_DURATION, grid.timeOf(tick + 1) - grid.timeOf(tick));
    }
}
