package org.ducksoup.gstreamer.packet;

import com.sun.jna.Memory;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out of one medium: packets as the payloader produces them, one or a frame's worth at a time. */
public final class PacketOutput {
    private static final Logger LOGGER = LoggerFactory.getLogger(PacketOutput.class);
    // A payloader keeps to the packet size, except for sound, which is never split: a frame of Opus has up to 1275
    // bytes.
    private static final int MIN_ROOM = 2048;
    private static final int NONE = -1;

    private final MediaKind kind;
    private final PipelineListener listener;
    private final FlowWatch watch;
    private final OverdueSound overdue;
    private final Memory scratch;
    private final byte[] lent;
    private final Window window = new Window();
    private boolean open = true;
    private boolean listenerFailed;
    private final Runnable onFirst;
    private boolean begun;
    private volatile int sequence = NONE;

    /**
     * @param watch hears of each packet
     * @param overdue knows which packets are too old to be heard
     * @param onFirst called before the first packet
     */
    public PacketOutput(
            MediaKind kind,
            int maxPacketSize,
            PipelineListener listener,
            FlowWatch watch,
            OverdueSound overdue,
            Runnable onFirst) {
        this.watch = watch;
        this.overdue = overdue;
        this.onFirst = onFirst;
        lent = new byte[Math.max(MIN_ROOM, maxPacketSize)];
        scratch = new Memory(lent.length);
        this.kind = kind;
        this.listener = listener;
    }

    /** The sequence number after that of the last packet (RFC 3550), or a negative number if there was none. */
    public int nextSequence() {
        return sequence == NONE ? NONE : (sequence + 1) & 0xffff;
    }

    /** On the streaming thread. */
    public synchronized void onProbe(long probeInfo) {
        if (!open) {
            return;
        }
        watch.onDelivered();
        int type = window.at(probeInfo).getInt(GstLayout.PROBE_INFO_TYPE);
        long content = window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        if ((type & GstLibrary.PROBE_BUFFER) != 0) {
            deliver(content);
        } else if ((type & GstLibrary.PROBE_BUFFER_LIST) != 0) {
            int length = GstLibrary.gst_buffer_list_length(content);
            for (int i = 0; i < length && open; i++) {
                deliver(GstLibrary.gst_buffer_list_get(content, i));
            }
        }
    }

    /**
     * When this returns, the listener gets no further packet. If the listener itself calls it, the packet in hand is
     * the last.
     */
    public synchronized void close() {
        open = false;
    }

    /** Called when no streaming thread is left. */
    public void free() {
        scratch.close();
    }

    private void deliver(long buffer) {
        int length = (int) GstLibrary.gst_buffer_extract(buffer, 0, scratch, lent.length);
        scratch.read(0, lent, 0, length);
        sequence = Rtp.sequence(lent, 0);
        try {
            if (!begun) {
                begun = true;
                onFirst.run();
            }
            if (overdue.contains(Rtp.timestamp(lent, 0))) {
                listener.onOverduePacket(kind, lent, 0, length);
            } else {
                listener.onPacket(kind, lent, 0, length);
            }
        } catch (RuntimeException e) {
            // No exception may reach native code. A listener that throws once will throw a hundred times a second, so
            // only the first one is logged.
            if (!listenerFailed) {
                LOGGER.error("a listener of {} packets failed", kind.token(), e);
            }
            listenerFailed = true;
        }
    }
}
