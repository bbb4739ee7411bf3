package org.ducksoup.gstreamer.pipeline;

import com.sun.jna.Memory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.gstreamer.binding.GstAppLibrary;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.Window;
import org.jspecify.annotations.Nullable;

/** One medium's way in: keeps packets until the pipeline runs, then hands each on at once. Drops what is too much. */
final class PacketInput {
    /** A second of video; an appsrc that holds more leads nowhere any more. */
    static final int MAX_WAITING = 512;

    // RFC 3550 section 5.1. An empty one would be more than useless: GStreamer aborts the process over it.
    private static final int MIN_PACKET_BYTES = 12;
    private static final int MAX_PACKET_BYTES = 8192;
    private static final int BUFFER_PTS = 72;

    private final Memory scratch = new Memory(MAX_PACKET_BYTES);
    private final Window buffer = new Window();
    private final AtomicLong dropped = new AtomicLong();
    private final RepairTime repairTime;
    private boolean closed;
    private @Nullable Queue<EarlyPacket> early = new ArrayDeque<>();
    private long source;
    private long originNanos;

    PacketInput(RepairTime repairTime) {
        this.repairTime = repairTime;
    }

    /** Packets go to this appsrc from now on, those that came before first. */
    synchronized void open(long appsrc, long originNanos) {
        this.originNanos = originNanos;
        source = appsrc;
        Queue<EarlyPacket> waiting = early;
        early = null;
        if (waiting != null) {
            waiting.forEach(packet -> push(packet.bytes(), 0, packet.bytes().length, packet.arrivalNanos()));
        }
    }

    /** The appsrc is not touched any more when this returns; packets wait for the next one. */
    synchronized void hold() {
        source = 0;
        if (!closed) {
            early = new ArrayDeque<>();
        }
    }

    /** The appsrc is not touched any more when this returns. */
    synchronized void close() {
        closed = true;
        source = 0;
        early = null;
        scratch.close();
    }

    RepairTime repairTime() {
        return repairTime;
    }

    synchronized void push(byte[] bytes, int offset, int length, long arrivalNanos) {
        if (length < MIN_PACKET_BYTES || length > MAX_PACKET_BYTES) {
            dropped.incrementAndGet();
            return;
        }
        repairTime.onPacket(bytes, offset, arrivalNanos);
        if (source != 0) {
            pushNow(bytes, offset, length, arrivalNanos);
        } else if (early != null) {
            if (early.size() == MAX_WAITING) {
                early.remove();
                dropped.incrementAndGet();
            }
            early.add(new EarlyPacket(Arrays.copyOfRange(bytes, offset, offset + length), arrivalNanos));
        }
    }

    /** Packets that were too much since the beginning. */
    long dropped() {
        return dropped.get();
    }

    private void pushNow(byte[] bytes, int offset, int length, long arrivalNanos) {
        if (GstAppLibrary.gst_app_src_get_current_level_buffers(source) >= MAX_WAITING) {
            dropped.incrementAndGet();
            return;
        }
        scratch.write(0, bytes, offset, length);
        long packet = GstLibrary.gst_buffer_new_memdup(scratch, length);
        // The moment it came, not the moment it gets here: the jitter buffer judges the network, not this server.
        buffer.at(packet).setLong(BUFFER_PTS, Math.max(0, arrivalNanos - originNanos));
        if (GstAppLibrary.gst_app_src_push_buffer(source, packet) != GstAppLibrary.FLOW_OK) {
            dropped.incrementAndGet();
        }
    }

    private record EarlyPacket(byte[] bytes, long arrivalNanos) {}
}
