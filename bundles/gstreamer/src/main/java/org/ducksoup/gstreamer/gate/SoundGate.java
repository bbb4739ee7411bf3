package org.ducksoup.gstreamer.gate;

import com.sun.jna.Memory;
import java.util.concurrent.TimeUnit;
import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.binding.Window;

/**
 * Fills gaps of sound with silence in front of the effect ({@link SoundGrid}), and takes that silence out again behind
 * the encoder. The effect sees sound without gaps; listeners and recorders get a gap where there was one, instead of a
 * burst of old silence. Leaves sound out when the effect is too slow for it ({@link Backlog}).
 *
 * <p>The sound is S16LE at 48 kHz. Both ends are on the same streaming thread: no queue lies between them.
 */
public final class SoundGate {
    private static final int SAMPLE_BYTES = 2;
    private static final int MAX_CHANNELS = 2;
    private static final String TWO_CHANNELS = "channels=(int)2";
    /** Silence goes in by as much at a time. */
    private static final int BLOCK_SAMPLES = SoundGrid.SAMPLE_RATE / 50;
    /** A shorter gap is a few lost packets. What the effect makes of it is heard. */
    private static final long MIN_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** The effect and the encoder are behind by this. */
    private static final long TAIL_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private final SoundGrid grid = new SoundGrid();
    private final Backlog backlog = new Backlog();
    private final long originNanos;
    private final Window window = new Window();
    private final Memory silence = new Memory((long) BLOCK_SAMPLES * SAMPLE_BYTES * MAX_CHANNELS);
    private int frameBytes = SAMPLE_BYTES;
    private boolean filling;
    private long gapBeginNanos;
    private long gapEndNanos;

    /** @param originNanos time zero of the pipeline, on the clock of {@link System#nanoTime} */
    public SoundGate(long originNanos) {
        this.originNanos = originNanos;
        silence.clear();
    }

    /** In front of the effect: buffers and events. On the streaming thread that pushes through the pad. */
    public int onSound(long pad, long probeInfo) {
        if (filling) {
            return GstLibrary.PROBE_OK;
        }
        int type = window.at(probeInfo).getInt(GstLayout.PROBE_INFO_TYPE);
        long content = window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        if ((type & GstLibrary.PROBE_BUFFER) == 0) {
            if (window.at(content).getInt(GstLayout.TYPE) == GstLibrary.EVENT_CAPS) {
                frameBytes = SAMPLE_BYTES * (NativeText.ofCaps(content).contains(TWO_CHANNELS) ? 2 : 1);
            }
            return GstLibrary.PROBE_OK;
        }
        long pts = window.at(content).getLong(GstLayout.BUFFER_PTS);
        if (pts == GstLibrary.CLOCK_TIME_NONE) {
            return GstLibrary.PROBE_OK;
        }
        long now = System.nanoTime();
        if (backlog.isStaying(now - originNanos - pts, now)) {
            return GstLibrary.PROBE_DROP;
        }
        long samples = GstLibrary.gst_buffer_get_size(content) / frameBytes;
        long missing = grid.place(pts);
        if (missing > 0) {
            fill(pad, missing);
        }
        long surplus = Math.max(0, -missing);
        if (surplus >= samples) {
            return GstLibrary.PROBE_DROP;
        }
        long writable = GstLibrary.gst_mini_object_make_writable(content);
        window.at(probeInfo).setLong(GstLayout.PROBE_INFO_DATA, writable);
        if (surplus > 0) {
            GstLibrary.gst_buffer_resize(writable, surplus * frameBytes, (samples - surplus) * frameBytes);
        }
        stamp(writable, samples - surplus);
        return GstLibrary.PROBE_OK;
    }

    private void fill(long pad, long missing) {
        long nanos = SoundGrid.nanosOf(missing);
        if (nanos >= MIN_GAP_NANOS) {
            gapBeginNanos = grid.nextNanos() + TAIL_NANOS;
            gapEndNanos = grid.nextNanos() + nanos;
        }
        filling = true;
        for (long left = missing; left > 0; left -= BLOCK_SAMPLES) {
            long samples = Math.min(left, BLOCK_SAMPLES);
            long block = GstLibrary.gst_buffer_new_memdup(silence, samples * frameBytes);
            stamp(block, samples);
            GstLibrary.gst_pad_push(pad, block);
        }
        filling = false;
    }

    private void stamp(long buffer, long samples) {
        long begin = grid.nextNanos();
        grid.advance(samples);
        window.at(buffer).setLong(GstLayout.BUFFER_PTS, begin);
        window.setLong(GstLayout.BUFFER_DTS, GstLibrary.CLOCK_TIME_NONE);
        window.setLong(GstLayout.BUFFER_DURATION, grid.nextNanos() - begin);
        // Effects would drop or drain their state at a discontinuity, and there is none any more.
        window.setInt(GstLayout.FLAGS, window.getInt(GstLayout.FLAGS) & ~GstLibrary.BUFFER_FLAG_DISCONT);
    }

    /** Behind the encoder: drops frames of the silence that filled a gap. */
    public int onEncoded(long probeInfo) {
        long frame = window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        long begin = window.at(frame).getLong(GstLayout.BUFFER_PTS);
        long duration = window.getLong(GstLayout.BUFFER_DURATION);
        boolean isFilled = begin >= gapBeginNanos && begin + Math.max(0, duration) <= gapEndNanos;
        return isFilled ? GstLibrary.PROBE_DROP : GstLibrary.PROBE_OK;
    }

    /** Called when no streaming thread is left. */
    public void free() {
        silence.close();
    }
}
