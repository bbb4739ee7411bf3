package org.ducksoup.gstreamer.lab;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.ducksoup.api.effect.FrameProcessor;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.effect.RawFrame;
import org.ducksoup.gstreamer.binding.GstLayout;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.Window;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a lab's Java code on one medium: it gets each frame on the streaming thread, between two pads. */
public final class LabFrames implements LabControl {
    static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The first frames may take longer, because Java loads and interprets code that later frames only run. */
    private static final long MAX_COLD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int COLD_FRAMES = 10;

    private static final Logger LOGGER = LoggerFactory.getLogger(LabFrames.class);
    private static final long MAX_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_SOUND = 48_000 * 2;
    /** GST_QUERY_ALLOCATION. */
    private static final int ALLOCATION = 140 << 8 | 6;

    private final String name;
    private final FrameProcessor processor;
    private final RawFormat format;
    private final Listener listener;
    private final Pace pace = new Pace();
    private final Window window = new Window();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final ReentrantLock atWork = new ReentrantLock();
    private final Memory frame;
    /** The frame with the row padding of GStreamer; the same as {@code frame} if there is no padding. */
    private final Memory padded;

    private volatile long busySince;
    private volatile int frames;
    private boolean closed;
    private boolean failed;

    private long lastTimestamp;

    private record Change(String property, double value) {}

    /** Hears on the streaming thread how the effect does. */
    public interface Listener {
        void onFailure(String reason);

        /** @param share of the medium that the effect has no time for, from 0 to 1 */
        default void onSlow(double share) {}
    }

    public LabFrames(String name, FrameProcessor processor, RawFormat format, Listener listener) {
        this.name = name;
        this.processor = processor;
        this.format = format;
        this.listener = listener;
        if (format instanceof RawFormat.Video video) {
            frame = new Memory((long) video.width() * video.height() * 3 / 2);
            padded = video.width() % 8 == 0 ? frame : new Memory(paddedSize(video));
        } else {
            frame = new Memory(MAX_SOUND);
            padded = frame;
        }
    }

    /** Takes effect before the next frame. */
    @Override
    public void set(String property, double value) {
        changes.add(new Change(property, value));
    }

    /** Whether a frame has been in work for too long. */
    @Override
    public boolean isLate(long nowNanos) {
        long since = busySince;
        return since != 0 && nowNanos - since > longestNanos();
    }

    private long longestNanos() {
        return frames <= COLD_FRAMES ? MAX_COLD_NANOS : MAX_NANOS;
    }

    /** On the streaming thread. */
    public int onFrame(long probeInfo) {
        atWork.lock();
        try {
            if (closed || failed) {
                return GstLibrary.PROBE_DROP;
            }
            long buffer = GstLibrary.gst_mini_object_make_writable(
                    window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA));
            window.at(probeInfo).setLong(GstLayout.PROBE_INFO_DATA, buffer);
            frames = Math.min(frames + 1, COLD_FRAMES + 1);
            long begin = System.nanoTime();
            busySince = begin;
            work(buffer);
            long took = System.nanoTime() - begin;
            if (took > longestNanos()) {
                throw new IllegalStateException(
                        "a frame took " + took / 1_000_000 + " ms, but " + longestNanos() / 1_000_000 + " are allowed");
            }
            if (pace.onFrame(took, lastingNanos(buffer))) {
                LOGGER.error("{}, so a part of the medium is lost", slowness());
                listener.onSlow(pace.share());
            }
            return GstLibrary.PROBE_OK;
        } catch (RuntimeException | LinkageError e) {
            failed = true;
            LOGGER.error("effect {} failed", name, e);
            listener.onFailure("the effect " + name + " failed: " + e);
            return GstLibrary.PROBE_DROP;
        } finally {
            busySince = 0;
            atWork.unlock();
        }
    }

    /** How long the medium of this frame lasts. At a variable rate, the time since the frame before. */
    private long lastingNanos(long buffer) {
        if (format instanceof RawFormat.Audio sound) {
            long samples = GstLibrary.gst_buffer_get_size(buffer) / Short.BYTES / sound.channels();
            return samples * 1_000_000_000L / sound.sampleRate();
        }
        int rate = ((RawFormat.Video) format).frameRate();
        long timestamp = window.at(buffer).getLong(GstLayout.BUFFER_PTS);
        long since = Math.max(0, Math.min(timestamp - lastTimestamp, MAX_INTERVAL_NANOS));
        lastTimestamp = timestamp;
        return rate > 0 ? 1_000_000_000L / rate : since;
    }

    @Override
    public @Nullable String slowness() {
        double share = pace.share();
        return share == 0
                ? null
                : String.format(
                        Locale.ROOT,
                        "the effect %s takes %.2f times as long as its frames last",
                        name,
                        1 / (1 - share));
    }

    /** The query for a layout of pictures is not answered. There is then no padding but GStreamer's own. */
    public static int onQuery(Window window, long probeInfo) {
        long query = window.at(probeInfo).getLong(GstLayout.PROBE_INFO_DATA);
        return window.at(query).getInt(GstLayout.TYPE) == ALLOCATION ? GstLibrary.PROBE_DROP : GstLibrary.PROBE_OK;
    }

    private void work(long buffer) {
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            set(change);
        }
        long size = GstLibrary.gst_buffer_get_size(buffer);
        long timestamp = window.at(buffer).getLong(GstLayout.BUFFER_PTS);
        if (size > padded.size()) {
            throw new IllegalStateException("a frame of " + size + " bytes came");
        }
        GstLibrary.gst_buffer_extract(buffer, 0, padded, size);
        copyRows(false);
        ByteBuffer bytes = frame.getByteBuffer(0, format instanceof RawFormat.Video ? frame.size() : size);
        processor.process(new RawFrame(format, bytes, timestamp));
        copyRows(true);
        GstLibrary.gst_buffer_fill(buffer, 0, padded, size);
    }

    /** A value that the effect refuses changes nothing, and ends nothing. */
    private void set(Change change) {
        try {
            processor.set(change.property(), change.value());
        } catch (IllegalArgumentException e) {
            LOGGER.warn("effect {} does not take {} = {}: {}", name, change.property(), change.value(), e.getMessage());
        }
    }

    private void copyRows(boolean back) {
        if (padded.size() == frame.size() || !(format instanceof RawFormat.Video video)) {
            return;
        }
        long from = 0;
        long to = 0;
        for (int plane = 0; plane < 3; plane++) {
            int width = plane == 0 ? video.width() : video.width() / 2;
            int height = plane == 0 ? video.height() : video.height() / 2;
            int stride = (width + 3) & ~3;
            byte[] row = new byte[width];
            for (int y = 0; y < height; y++) {
                (back ? frame : padded).read(back ? to : from, row, 0, width);
                (back ? padded : frame).write(back ? from : to, row, 0, width);
                from += stride;
                to += width;
            }
        }
    }

    private static long paddedSize(RawFormat.Video video) {
        long luma = (long) ((video.width() + 3) & ~3) * video.height();
        return luma + (long) ((video.width() / 2 + 3) & ~3) * video.height();
    }

    /** Waits for the frame in work, but not for one that never ends. Idempotent. */
    @Override
    public void close() {
        boolean alone = false;
        try {
            alone = atWork.tryLock(2 * MAX_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!alone) {
            LOGGER.error("effect {} does not return from a frame; it is not waited for", name);
            return;
        }
        try {
            if (!closed) {
                closed = true;
                close(name, processor);
            }
        } finally {
            atWork.unlock();
        }
    }

    static void close(String name, FrameProcessor processor) {
        try {
            processor.close();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.error("effect {} failed when it was closed", name, e);
        }
    }
}
