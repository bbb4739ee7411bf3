package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PropertyValue.DoubleValue;
import org.ducksoup.api.pipeline.PropertyValue.FloatValue;
import org.ducksoup.api.pipeline.PropertyValue.IntValue;
import org.ducksoup.api.pipeline.PropertyValue.StringValue;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LifecycleTest {
    private static final int BLOCKS = 3;
    /** In kilobytes, of a block. */
    private static final long MAX_GROWTH = 15_000;

    private static final String SIZE = "video/x-raw,width=640,height=480,framerate=30/1";

    private static GStreamerPipelineFactory factory;

    @BeforeAll
    static void start() throws Exception {
        factory = create();
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    private static GStreamerPipelineFactory create() throws Exception {
        // Pages may not crop while pictures flow. If an operator allows it, a crop can end a pipeline.
        return Specifications.factory(new LabEffects(), Specifications.wanted(), Set.of("videocrop"));
    }

    @Test
    void manyPipelinesLeaveNothingBehind() throws Exception {
        RtpRecording video = RtpRecording.of(Codec.H264, "videotestsrc num-buffers=6 pattern=ball ! " + SIZE);
        RtpRecording audio = RtpRecording.of(Codec.OPUS, "audiotestsrc num-buffers=10 samplesperbuffer=960");
        for (int i = 0; i < 20; i++) {
            cycle(video, audio);
        }
        settle();
        Figures before = Figures.now();
        Figures after = before;
        long leastGrowth = Long.MAX_VALUE;
        for (int block = 0; block < BLOCKS && leastGrowth >= MAX_GROWTH; block++) {
            long resident = after.residentKilobytes;
            for (int i = 0; i < 40; i++) {
                cycle(video, audio);
            }
            settle();
            after = Figures.now();
            leastGrowth = Math.min(leastGrowth, after.residentKilobytes - resident);
            System.out.printf("%d pipelines: before %s, after %s%n", (block + 1) * 40, before, after);
        }
        assertThat(after.threads).isLessThanOrEqualTo(before.threads + 2);
        // One or two threads belong to the virtual machine. One forgotten thread per medium would make 80.
        assertThat(after.descriptors).isLessThanOrEqualTo(before.descriptors + 2);
        // The virtual machine takes memory now and then. One forgotten picture per pipeline would make 18 MB in each
        // block.
        assertThat(leastGrowth).isLessThan(MAX_GROWTH);
    }

    /** Whoever joins and sends nothing costs nothing; the first packet is enough to start, and values set before count. */
    @Test
    void aPreparedPipelineIsNothingUntilItIsStarted() throws Exception {
        settle();
        Figures before = Figures.now();
        List<MediaPipeline> prepared = new ArrayList<>();
        CollectedOutput output = new CollectedOutput();
        for (int i = 0; i < 100; i++) {
            MediaPipeline pipeline = factory.prepare(
                    Specifications.of(
                            Specifications.video(Codec.H264, Specifications.named("coloreffects", "c")),
                            Specifications.audio(Specifications.named("pitch", "p", "pitch", "0.8"))),
                    output);
            pipeline.set("p", "pitch", new FloatValue(1.2f), Duration.ofMillis(60));
            prepared.add(pipeline);
        }
        Figures after = Figures.now();
        assertThat(after.threads).isLessThanOrEqualTo(before.threads + 2);
        assertThat(after.descriptors).isLessThanOrEqualTo(before.descriptors + 2);

        RtpRecording audio = RtpRecording.of(Codec.OPUS, "audiotestsrc num-buffers=50 samplesperbuffer=960");
        audio.play(prepared.get(0)).join();
        await().until(() -> output.frames(MediaKind.AUDIO) > 10);
        prepared.forEach(MediaPipeline::close);
        prepared.get(1).start();
        prepared.get(1).close();
        assertThat(output.failures).hasValue(0);
    }

    /** As text at any time, and as GStreamer's own picture while it runs. */
    @Test
    void aPipelineIsDescribed() throws Exception {
        CollectedOutput output = new CollectedOutput();
        MediaPipeline pipeline = factory.prepare(
                Specifications.of(Specifications.audio(Specifications.named("pitch", "p", "pitch", "0.8"))), output);
        PipelineDescription prepared = only(pipeline);
        assertThat(prepared.kind()).isEqualTo(MediaKind.AUDIO);
        assertThat(prepared.state()).isEqualTo("prepared");
        assertThat(prepared.text()).contains("appsrc name=in", "! pitch name=effect-0 pitch=0.8", "! opusenc");
        assertThat(prepared.graph()).isEmpty();
        try {
            pipeline.start();
            RtpRecording audio = RtpRecording.of(Codec.OPUS, "audiotestsrc num-buffers=50 samplesperbuffer=960");
            audio.play(pipeline).join();
            await().until(() -> output.frames(MediaKind.AUDIO) > 10);
            PipelineDescription running = only(pipeline);
            assertThat(running.state()).isEqualTo("running");
            assertThat(running.text()).isEqualTo(prepared.text());
            assertThat(running.graph())
                    .startsWith("digraph pipeline {")
                    .endsWith("}\n")
                    .contains("GstOpusEnc", "effect-0", "audio/x-opus", "audio-encoder\\n[>]");
        } finally {
            pipeline.close();
        }
        assertThat(only(pipeline).state()).isEqualTo("closed");
        assertThat(only(pipeline).graph()).isEmpty();
    }

    private static PipelineDescription only(MediaPipeline pipeline) {
        assertThat(pipeline.describe()).hasSize(1);
        return pipeline.describe().get(0);
    }

    private static void cycle(RtpRecording video, RtpRecording audio) throws Exception {
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(
                        Specifications.video(Codec.H264, Specifications.named("coloreffects", "c", "preset", "xpro")),
                        Specifications.audio(Specifications.named("pitch", "p", "pitch", "0.8"))),
                output)) {
            output.awaitStart();
            Thread sender = video.play(pipeline);
            audio.play(pipeline).join();
            pipeline.set("p", "pitch", new FloatValue(1.2f), Duration.ofMillis(60));
            pipeline.requestKeyFrame();
            sender.join();
        }
        assertThat(output.failures).hasValue(0);
    }

    private static void settle() {
        AtomicReference<Figures> last = new AtomicReference<>();
        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            // GLib keeps unused threads for 15 s. On request it ends them at once.
            com.sun.jna.Function.getFunction("glib-2.0", "g_thread_pool_stop_unused_threads")
                    .invokeVoid(new Object[0]);
            System.gc();
            com.sun.jna.Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {0});
            Figures now = Figures.now();
            return now.hasNoLessThan(last.getAndSet(now));
        });
    }

    private record Figures(long threads, long descriptors, long residentKilobytes) {
        boolean hasNoLessThan(Figures before) {
            return before != null && threads >= before.threads && descriptors >= before.descriptors;
        }

        static Figures now() throws IOException {
            return new Figures(count("/proc/self/task"), count("/proc/self/fd"), resident());
        }

        private static long count(String directory) throws IOException {
            try (Stream<Path> entries = Files.list(Path.of(directory))) {
                return entries.count();
            }
        }

        private static long resident() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void closingAtAnyMomentIsSafe() throws Exception {
        RtpRecording video = RtpRecording.of(Codec.VP8, "videotestsrc num-buffers=10 pattern=ball ! " + SIZE);
        for (int i = 0; i < 20; i++) {
            CollectedOutput output = new CollectedOutput();
            MediaPipeline pipeline = factory.build(
                    Specifications.of(Specifications.video(Codec.VP8, Specifications.named("coloreffects", "c"))),
                    output);
            Thread sender = video.play(pipeline);
            sender.join(1 + i * 12L);
            pipeline.close();
            pipeline.close();
            pipeline.requestKeyFrame();
            pipeline.set("c", "preset", new StringValue("xray"), Duration.ZERO);
            sender.join();
            assertThat(output.failures).hasValue(0);
        }
    }

    @Test
    void packetsBeforeTheStartAreKept() throws Exception {
        RtpRecording video = RtpRecording.of(Codec.H264, "videotestsrc num-buffers=30 pattern=ball ! " + SIZE);
        List<RtpRecording.Packet> packets = video.packets();
        int early = packets.size() / 2;
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(Specifications.of(Specifications.video(Codec.H264)), output)) {
            for (RtpRecording.Packet packet : packets.subList(0, early)) {
                pipeline.push(MediaKind.VIDEO, packet.bytes(), 0, packet.bytes().length, System.nanoTime());
            }
            output.awaitStart();
            output.awaitQuiet();
            video.without(early).play(pipeline).join();
            output.awaitQuiet();
        }
        // The only key frame was among the early ones.
        assertThat(output.keyFrameWishes).hasValueLessThan(4);
        assertThat(output.frames(MediaKind.VIDEO)).isGreaterThan(5);
    }

    @Test
    void aPipelineThatDiesIsLostAndComesBackAsItWasControlled() throws Exception {
        RtpRecording video = RtpRecording.of(
                Codec.VP8, "videotestsrc num-buffers=180 pattern=ball ! " + SIZE, "keyframe-max-dist=10");
        RtpRecording audio = RtpRecording.of(Codec.OPUS, "audiotestsrc num-buffers=250 samplesperbuffer=960");
        CollectedOutput output = new CollectedOutput();
        // A crop wider than the picture: each value is in its range, together they are impossible.
        PipelineSpecification specification = Specifications.of(
                Specifications.video(
                        Codec.VP8,
                        Specifications.named("videocrop", "crop", "left", "10"),
                        Specifications.named("coloreffects", "colour")),
                Specifications.audio());
        try (MediaPipeline pipeline = factory.build(specification, output)) {
            output.awaitStart();
            Thread sound = audio.play(pipeline);
            Thread pictures = video.play(pipeline);
            output.awaitFrames(MediaKind.VIDEO, 10);
            pipeline.set("colour", "preset", new StringValue("xray"), Duration.ZERO);
            pipeline.set("crop", "left", new IntValue(4000), Duration.ZERO);
            assertThat(output.lost.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            int soundsThen = output.packets(MediaKind.AUDIO).size();
            long framesThen = output.frames(MediaKind.VIDEO);
            pipeline.set("crop", "left", new IntValue(0), Duration.ZERO);
            long lostAt = System.nanoTime();
            assertThat(output.restarted.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            System.out.printf("effect restarted after %d ms%n", (System.nanoTime() - lostAt) / 1_000_000);
            output.awaitFrames(MediaKind.VIDEO, framesThen + 20);
            sound.join();
            pictures.join();
            assertThat(output.packets(MediaKind.AUDIO).size() - soundsThen)
                    .as("the other medium goes on")
                    .isGreaterThan(20);
        }
        System.out.println("failed at run time: " + output.reason);
        assertThat(output.lost.tryAcquire()).as("told once").isFalse();
        assertThat(output.failures).hasValue(0);
        List<Integer> sequences = output.packets(MediaKind.VIDEO).stream()
                .map(p -> ((p.bytes()[2] & 0xff) << 8) | (p.bytes()[3] & 0xff))
                .toList();
        for (int i = 1; i < sequences.size(); i++) {
            assertThat((sequences.get(i) - sequences.get(i - 1)) & 0xffff)
                    .as("one stream of packets for the receivers")
                    .isEqualTo(1);
        }
        assertThat(output.packets(MediaKind.VIDEO).stream()
                        .map(CollectedOutput.Received::timestamp)
                        .toList())
                .isSorted();
    }

    @Test
    void whatFailsAgainAndAgainIsGivenUp() throws Exception {
        RtpRecording video = RtpRecording.of(
                Codec.VP8, "videotestsrc num-buffers=330 pattern=ball ! " + SIZE, "keyframe-max-dist=5");
        CollectedOutput output = new CollectedOutput();
        PipelineSpecification specification = Specifications.of(
                Specifications.video(Codec.VP8, Specifications.named("videocrop", "crop", "left", "10")));
        try (MediaPipeline pipeline = factory.build(specification, output)) {
            Thread sender = video.play(pipeline);
            output.awaitFrames(MediaKind.VIDEO, 5);
            pipeline.set("crop", "left", new IntValue(4000), Duration.ZERO);
            assertThat(output.failed.await(15, TimeUnit.SECONDS)).isTrue();
            sender.join();
        }
        assertThat(output.failures).hasValue(1);
        assertThat(output.lost.availablePermits()).isEqualTo(1);
        assertThat(output.restarted.availablePermits()).isZero();
        assertThat(output.packetAfterFailure).isFalse();
    }

    @Test
    void controlsAreCheckedAndNothingChangesWhenTheyAreWrong() throws Exception {
        CollectedOutput output = new CollectedOutput();
        try (MediaPipeline pipeline = factory.build(
                Specifications.of(
                        Specifications.audio(Specifications.named("pitch", "fx"), Specifications.element("volume"))),
                output)) {
            assertThatThrownBy(() -> pipeline.set("gx", "pitch", new FloatValue(1), Duration.ZERO))
                    .hasMessageContaining("no effect has the name gx");
            assertThatThrownBy(() -> pipeline.set("fx", "volume", new FloatValue(1), Duration.ZERO))
                    .hasMessageContaining("it has output-rate, pitch");
            assertThatThrownBy(() -> pipeline.set("fx", "pitch", new FloatValue(11), Duration.ZERO))
                    .hasMessageContaining("from 0.1 to 10");
            assertThatThrownBy(() -> pipeline.set("fx", "pitch", new FloatValue(Float.NaN), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> pipeline.set("fx", "pitch", new StringValue("low"), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
            pipeline.set("fx", "pitch", new DoubleValue(0.1), Duration.ZERO);
            pipeline.set("fx", "pitch", new IntValue(2), Duration.ofMillis(30));
            pipeline.set("fx", "pitch", new StringValue("0.5"), Duration.ZERO);
        }
    }

    @Test
    void stopsWithPipelinesRunningAndStartsAgain() throws Exception {
        GStreamerPipelineFactory first = create();
        CollectedOutput output = new CollectedOutput();
        MediaPipeline pipeline =
                first.build(Specifications.of(Specifications.audio(Specifications.named("pitch", "fx"))), output);
        output.awaitStart();
        first.close();
        assertThat(output.failed.await(1, TimeUnit.SECONDS)).isTrue();
        pipeline.set("fx", "pitch", new FloatValue(1), Duration.ZERO);
        pipeline.close();

        GStreamerPipelineFactory second = create();
        CollectedOutput again = new CollectedOutput();
        second.build(Specifications.of(Specifications.audio()), again);
        again.awaitStart();
        second.close();
    }
}
