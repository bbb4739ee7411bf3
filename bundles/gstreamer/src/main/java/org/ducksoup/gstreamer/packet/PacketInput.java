package org.ducksoup.gstreamer.packet;

import com.sun.jna.Memory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.gstreamer.binding.GstAppLibrary;
import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.Window;
import org.jspecify.annotations.Nullable;

/**
 * The way into one medium: keeps packets until the pipeline runs, then passes each one on at once. Drops packets when
 * too many wait.
 */
public final class PacketInput {
    /** A second of video. An appsrc that holds more does not reach a running pipeline any more. */
    static final int MAX_WAITING = 512;

    // GStreamer aborts the process over an empty packet.
    private static final int MIN_PACKET_BYTES = Rtp.MIN_PACKET_BYTES;
    private static final int MAX_PACKET_BYTES = 8192;

    private final Memory scratch = new Memory(MAX_PACKET_BYTES);
    private final Window buffer = new Window();
    private final AtomicLong dropped = new AtomicLong();
    private final RepairTime repairTime;
    private final SteadyArrival steadyArrival;
    private final OverdueSound overdue;
    private final long maxPauseNanos;
    private final Runnable onPause;
    private long lastArrivalNanos;
    private boolean closed;
    private @Nullable Queue<EarlyPacket> early = new ArrayDeque<>();
    private @Nullable FlowWatch watch;
    private @Nullable CatchUp catchUp;
    private long source;
    private long originNanos;
    /** Packets that have waited longer are dropped when the next appsrc opens. */
    private long maxWaitNanos = Long.MAX_VALUE;

    /**
     * @param overdue hears of each packet
     * @param maxPauseNanos after a longer pause the packets wait for another appsrc
     * @param onPause called for each such pause, on the thread that pushes
     */
    public PacketInput(
            RepairTime repairTime,
            SteadyArrival steadyArrival,
            OverdueSound overdue,
            long maxPauseNanos,
            Runnable onPause) {
        this.repairTime = repairTime;
        this.steadyArrival = steadyArrival;
        this.overdue = overdue;
        this.maxPauseNanos = maxPauseNanos;
        this.onPause = onPause;
    }

    /**
     * Passes packets to this appsrc from now on, the waiting ones first.
     *
     * @param flowWatch hears of each of them
     * @param late hears how late each of them is
     */
    public synchronized void open(long appsrc, long originNanos, FlowWatch flowWatch, CatchUp late) {
        this.originNanos = originNanos;
        lastArrivalNanos = System.nanoTime();
        watch = flowWatch;
        catchUp = late;
        source = appsrc;
        Queue<EarlyPacket> waiting = early;
        early = null;
        if (waiting != null) {
            dropStale(waiting, lastArrivalNanos);
            waiting.forEach(packet -> push(packet.bytes(), 0, packet.bytes().length, packet.arrivalNanos()));
        }
    }

    private void dropStale(Queue<EarlyPacket> waiting, long nowNanos) {
        EarlyPacket oldest = waiting.peek();
        while (oldest != null && nowNanos - oldest.arrivalNanos() > maxWaitNanos) {
            waiting.remove();
            dropped.incrementAndGet();
            oldest = waiting.peek();
        }
    }

    /** When this returns, the appsrc is not used any more; packets wait for the next one. Those that wait already go on waiting. */
    public synchronized void hold() {
        holdAtMost(Long.MAX_VALUE);
    }

    /**
     * The same, but what has waited longer than this when the next appsrc opens is dropped: nobody wants to hear what was
     * said while an effect was lost.
     */
    public synchronized void holdAtMost(long nanos) {
        maxWaitNanos = nanos;
        source = 0;
        if (!closed && early == null) {
            early = new ArrayDeque<>();
        }
    }

    /** When this returns, the appsrc is not used any more. */
    public synchronized void close() {
        closed = true;
        source = 0;
        early = null;
        scratch.close();
    }

    public RepairTime repairTime() {
        return repairTime;
    }

    public synchronized void push(byte[] bytes, int offset, int length, long arrivalNanos) {
        if (length < MIN_PACKET_BYTES || length > MAX_PACKET_BYTES) {
            dropped.incrementAndGet();
            return;
        }
        int timestamp = Rtp.timestamp(bytes, offset);
        repairTime.onPacket(Rtp.sequence(bytes, offset), timestamp, arrivalNanos);
        if (source != 0 && arrivalNanos - lastArrivalNanos > maxPauseNanos) {
            hold();
            onPause.run();
        }
        lastArrivalNanos = arrivalNanos;
        if (source != 0) {
            pushNow(bytes, offset, length, timestamp, arrivalNanos);
        } else if (early != null) {
            if (early.size() == MAX_WAITING) {
                early.remove();
                dropped.incrementAndGet();
            }
            early.add(new EarlyPacket(Arrays.copyOfRange(bytes, offset, offset + length), arrivalNanos));
        }
    }

    /** The number of packets that were dropped. */
    public long dropped() {
        return dropped.get();
    }

    private void pushNow(byte[] bytes, int offset, int length, int timestamp, long arrivalNanos) {
        FlowWatch flow = watch;
        CatchUp late = catchUp;
        if (flow == null || late == null) {
            return;
        }
        long now = System.nanoTime();
        flow.onPush(now);
        if (GstAppLibrary.gst_app_src_get_current_level_buffers(source) >= MAX_WAITING) {
            dropped.incrementAndGet();
            return;
        }
        scratch.write(0, bytes, offset, length);
        long packet = GstLibrary.gst_buffer_new_memdup(scratch, length);
        // From the arrival at the socket, not from the time this code runs: how busy the server is must not count.
        long steadyNanos = steadyArrival.nanos(timestamp, arrivalNanos);
        late.onPush(arrivalNanos - steadyNanos, now);
        long mediaNanos = Math.max(0, steadyNanos - originNanos);
        overdue.onPushed(Rtp.sequence(bytes, offset), timestamp, arrivalNanos, mediaNanos);
        buffer.at(packet).setLong(GstLayout.BUFFER_PTS, mediaNanos);
        if (GstAppLibrary.gst_app_src_push_buffer(source, packet) != GstAppLibrary.FLOW_OK) {
            dropped.incrementAndGet();
        }
    }

    private record EarlyPacket(byte[] bytes, long arrivalNanos) {}
}
