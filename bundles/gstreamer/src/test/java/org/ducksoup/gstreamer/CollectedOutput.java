package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;

/** Collects the output and the events of a pipeline. */
public class CollectedOutput implements PipelineListener {
    /** @param overdue too old to be heard, for recorders only */
    public record Received(MediaKind kind, byte[] bytes, long nanos, boolean overdue) {
        public long timestamp() {
            return Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(4));
        }

        boolean marker() {
            return (bytes[1] & 0x80) != 0;
        }

        /** RFC 6184: a parameter set or an IDR slice begins here; RFC 7741: the P bit of a first partition is 0. */
        boolean beginsKeyFrame(Codec codec) {
            if (codec == Codec.H264) {
                int type = bytes[12] & 0x1f;
                return type == 5 || type == 7 || type == 24 || (type == 28 && (bytes[13] & 0x9f) == 0x85);
            }
            boolean start = (bytes[12] & 0x1f) == 0x10;
            int header = 12 + 1;
            if ((bytes[12] & 0x80) != 0) {
                header += 1 + ((bytes[13] & 0x80) != 0 ? ((bytes[14] & 0x80) != 0 ? 2 : 1) : 0);
            }
            return start && (bytes[header] & 1) == 0;
        }
    }

    final CountDownLatch started = new CountDownLatch(1);
    final CountDownLatch failed = new CountDownLatch(1);
    public final Semaphore lost = new Semaphore(0);
    public final Semaphore restarted = new Semaphore(0);
    public final BlockingQueue<Double> slow = new LinkedBlockingQueue<>();
    public final AtomicInteger keyFrameWishes = new AtomicInteger();
    public final AtomicInteger failures = new AtomicInteger();
    public volatile String reason = "";
    /** How loud the sound was in front of the effect, if that was asked for. */
    public final List<Loud> levels = new CopyOnWriteArrayList<>();

    volatile boolean packetAfterFailure;
    private final List<Received> packets = new ArrayList<>();

    /** What leaves a pipeline that gets a whole recording at its own pace. */
    public static CollectedOutput of(GStreamerPipelineFactory factory, RtpRecording stream, Processing processing)
            throws Exception {
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(Specifications.of(processing), output)) {
            output.awaitStart();
            stream.play(pipeline).join();
            output.awaitQuiet();
        }
        return output;
    }

    @Override
    public void onStarted() {
        started.countDown();
    }

    @Override
    public void onPacket(MediaKind kind, byte[] buffer, int offset, int length) {
        collect(kind, buffer, offset, length, false);
    }

    @Override
    public void onOverduePacket(MediaKind kind, byte[] buffer, int offset, int length) {
        collect(kind, buffer, offset, length, true);
    }

    private void collect(MediaKind kind, byte[] buffer, int offset, int length, boolean overdue) {
        byte[] bytes = java.util.Arrays.copyOfRange(buffer, offset, offset + length);
        if (failed.getCount() == 0) {
            packetAfterFailure = true;
        }
        synchronized (packets) {
            packets.add(new Received(kind, bytes, System.nanoTime(), overdue));
        }
    }

    /** @param nanos when it was said */
    public record Loud(int level, long arrivalNanos, long nanos) {}

    @Override
    public void onAudioLevel(int level, long arrivalNanos) {
        levels.add(new Loud(level, arrivalNanos, System.nanoTime()));
    }

    @Override
    public void onKeyFrameNeeded() {
        keyFrameWishes.incrementAndGet();
    }

    @Override
    public void onEffectLost(MediaKind kind, String why) {
        reason = why;
        lost.release();
    }

    @Override
    public void onEffectRestarted(MediaKind kind) {
        restarted.release();
    }

    @Override
    public void onEffectSlow(MediaKind kind, double share) {
        slow.add(share);
    }

    @Override
    public void onFailure(String why) {
        reason = why;
        failures.incrementAndGet();
        failed.countDown();
    }

    public List<Received> packets(MediaKind kind) {
        synchronized (packets) {
            return packets.stream().filter(p -> p.kind() == kind).toList();
        }
    }

    /** The number of packets so far, as a mark for later comparison. */
    public int count() {
        synchronized (packets) {
            return packets.size();
        }
    }

    List<Received> since(int mark) {
        synchronized (packets) {
            return List.copyOf(packets.subList(mark, packets.size()));
        }
    }

    /** How long before its packet came out the oldest sound since a mark had come in. */
    public long oldestMillis(int mark, long originNanos) {
        return since(mark).stream()
                .filter(p -> p.kind() == MediaKind.AUDIO)
                .mapToLong(p -> (p.nanos() - originNanos) / 1_000_000 - p.timestamp() * 1000 / Codec.OPUS.clockRate())
                .max()
                .orElse(0);
    }

    public long frames(MediaKind kind) {
        return packets(kind).stream().map(Received::timestamp).distinct().count();
    }

    public void awaitStart() throws InterruptedException {
        if (!started.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("not started: " + reason);
        }
    }

    /** Waits until at least so many frames have come. */
    public void awaitFrames(MediaKind kind, long wanted) {
        await().pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () -> assertThat(frames(kind)).as("frames; %s", reason).isGreaterThanOrEqualTo(wanted));
    }

    /** Waits until no more packets come, which means that the pipeline is empty. */
    public void awaitQuiet() {
        AtomicInteger last = new AtomicInteger(-1);
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(400)).until(() -> {
            int now = count();
            return now == last.getAndSet(now);
        });
    }

    /** Decodes all collected video, as R, G, B bytes of each picture. */
    public List<byte[]> pictures(Codec codec, int width, int height) {
        List<byte[]> pictures = new ArrayList<>();
        String depay = codec == Codec.H264 ? "rtph264depay ! avdec_h264 max-threads=1" : "rtpvp8depay ! vp8dec";
        decode(
                packets(MediaKind.VIDEO).stream().map(Received::bytes).toList(),
                MediaKind.VIDEO,
                codec,
                depay + " ! videoconvert ! video/x-raw,format=BGRx,width=" + width + ",height=" + height,
                (bytes, pts) -> pictures.add(bytes));
        return pictures;
    }

    /** When each packet of sound is to be heard, in seconds. */
    List<Double> packetSeconds() {
        return packets(MediaKind.AUDIO).stream()
                .map(p -> p.timestamp() / (double) Codec.OPUS.clockRate())
                .toList();
    }

    /** Decodes all collected audio: 48 kHz, one channel. */
    public short[] sound() {
        return sound(packets(MediaKind.AUDIO).stream().map(Received::bytes).toList());
    }

    static short[] sound(RtpRecording recording) {
        return sound(
                recording.packets().stream().map(RtpRecording.Packet::bytes).toList());
    }

    private static short[] sound(List<byte[]> packets) {
        List<byte[]> blocks = new ArrayList<>();
        decode(
                packets,
                MediaKind.AUDIO,
                Codec.OPUS,
                "rtpopusdepay ! opusdec ! audioconvert ! audio/x-raw,format=S16LE,rate=48000,channels=1",
                (bytes, pts) -> blocks.add(bytes));
        int size = blocks.stream().mapToInt(b -> b.length).sum();
        ByteBuffer all = ByteBuffer.allocate(size).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        blocks.forEach(all::put);
        short[] samples = new short[size / 2];
        all.flip();
        all.asShortBuffer().get(samples);
        return samples;
    }

    private static void decode(
            List<byte[]> packets, MediaKind kind, Codec codec, String text, LaunchedPipeline.BufferListener listener) {
        String caps = "application/x-rtp,media=" + kind.token() + ",clock-rate=" + codec.clockRate()
                + ",encoding-name=" + codec.encodingName().toUpperCase(java.util.Locale.ROOT) + ",payload="
                + RtpRecording.PAYLOAD_TYPE;
        try (LaunchedPipeline pipeline = new LaunchedPipeline(
                "appsrc name=in format=time caps=" + caps + " ! " + text + " ! fakesink name=out")) {
            pipeline.listen("out", listener).play();
            long in = pipeline.element("in");
            packets.forEach(bytes -> pipeline.push(in, bytes, 0, bytes.length));
            org.ducksoup.gstreamer.binding.GstAppLibrary.gst_app_src_end_of_stream(in);
            pipeline.finish();
        }
    }
}
