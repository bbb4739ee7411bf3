package org.ducksoup.gstreamer.gate;

import com.sun.jna.Memory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.binding.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between depayloader and decoder: frames that {@link PictureLimit} refuses are dropped, and no key frame is
 * requested for them. One streaming thread at a time uses it.
 */
public final class PictureGate {
    private static final Logger LOGGER = LoggerFactory.getLogger(PictureGate.class);
    private static final long LOG_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final PictureLimit limit;
    private final int maxSide;
    private final LongSupplier nanoTime;
    private final Window window = new Window();
    private Memory scratch = new Memory(64 * 1024);
    private byte[] frame = new byte[64 * 1024];
    private long toldNanos;
    private long told;

    /** @param name of the participant, for the log */
    public PictureGate(String name, PictureLimit limit, int maxSide, LongSupplier nanoTime) {
        this.name = name;
        this.limit = limit;
        this.maxSide = maxSide;
        this.nanoTime = nanoTime;
        toldNanos = nanoTime.getAsLong() - LOG_PAUSE_NANOS;
    }

    public int onProbe(long probeInfo) {
        int type = window.at(probeInfo).getInt(GstLayout.PROBE_INFO_TYPE);
        long content = window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        boolean passes;
        if ((type & GstLibrary.PROBE_BUFFER) != 0) {
            passes = passesBuffer(content);
        } else if ((type & GstLibrary.PROBE_BUFFER_LIST) != 0) {
            passes = passesList(content);
        } else {
            if (window.at(content).getInt(GstLayout.TYPE) == GstLibrary.EVENT_CAPS) {
                limit.describe(NativeText.ofCaps(content));
            }
            // The caps give the size, but a decoder takes no memory before the first frame.
            passes = true;
        }
        if (limit.refused() > told) {
            tell();
        }
        return passes ? GstLibrary.PROBE_OK : GstLibrary.PROBE_DROP;
    }

    /** If one frame of a list is refused, the whole list is. */
    private boolean passesList(long list) {
        boolean passes = true;
        for (int i = 0; i < GstLibrary.gst_buffer_list_length(list); i++) {
            passes &= passesBuffer(GstLibrary.gst_buffer_list_get(list, i));
        }
        return passes;
    }

    private boolean passesBuffer(long buffer) {
        int length = limit.needed((int) GstLibrary.gst_buffer_get_size(buffer));
        if (length > frame.length) {
            scratch.close();
            scratch = new Memory(2L * length);
            frame = new byte[2 * length];
        }
        GstLibrary.gst_buffer_extract(buffer, 0, scratch, length);
        scratch.read(0, frame, 0, length);
        return limit.passes(frame, length);
    }

    private void tell() {
        long now = nanoTime.getAsLong();
        if (now - toldNanos >= LOG_PAUSE_NANOS) {
            toldNanos = now;
            LOGGER.warn(
                    "{}: {} frames were not decoded, {} more than before: their picture is {}, and may be {} pixels wide"
                            + " and high (maxWidth, maxHeight in etc/org.ducksoup.signaling.cfg)",
                    name,
                    limit.refused(),
                    limit.refused() - told,
                    limit.lastSize(),
                    maxSide);
            told = limit.refused();
        }
    }

    /** Called when no streaming thread is left. */
    public void free() {
        scratch.close();
    }
}
