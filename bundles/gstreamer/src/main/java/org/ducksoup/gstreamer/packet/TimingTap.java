package org.ducksoup.gstreamer.packet;

import com.sun.jna.Memory;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.Window;

/**
 * Sits after the jitter buffer, where an RTP timestamp becomes a time of the pipeline, and reports pairs of both to the
 * listener. Several times a second is enough; the packets between are not examined.
 */
public final class TimingTap {
    private static final int EVERY = 4;
    private static final int RTP_TIMESTAMP_AT = 4;
    private static final int RTP_TIMESTAMP_LENGTH = 4;

    private final MediaKind kind;
    private final PipelineListener listener;
    private final Window window = new Window();
    private final Memory scratch = new Memory(RTP_TIMESTAMP_LENGTH);
    private int passed;

    public TimingTap(MediaKind kind, PipelineListener listener) {
        this.kind = kind;
        this.listener = listener;
    }

    /** On the jitter buffer's streaming thread. */
    public void onProbe(long probeInfo) {
        if (passed++ % EVERY != 0) {
            return;
        }
        long packet = window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        long time = window.at(packet).getLong(GstLayout.BUFFER_PTS);
        if (time != GstLibrary.CLOCK_TIME_NONE
                && GstLibrary.gst_buffer_extract(packet, RTP_TIMESTAMP_AT, scratch, RTP_TIMESTAMP_LENGTH)
                        == RTP_TIMESTAMP_LENGTH) {
            long timestamp = Integer.toUnsignedLong(Integer.reverseBytes(scratch.getInt(0)));
            listener.onTiming(kind, timestamp, time);
        }
    }

    /** Called when no streaming thread is left. */
    public void free() {
        scratch.close();
    }
}
