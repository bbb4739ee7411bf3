package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.gstreamer.pipeline.EffectPipeline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Prints the costs of a pipeline: latency and processor time. The bounds are loose, because the machine may be busy.
 */
@Tag("alone")
final class FiguresTest {
    private static final String SIZE = "video/x-raw,width=640,height=480,framerate=30/1";
    private static final Element XPRO = Specifications.element("coloreffects", "preset", "xpro");

    private static GStreamerPipelineFactory factory;

    @BeforeAll
    static void start() throws Exception {
        factory = Specifications.factory();
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @Test
    void video() throws Exception {
        for (Codec codec : List.of(Codec.H264, Codec.VP8)) {
            measure(
                    codec + " 640x480@30 xpro",
                    codec,
                    "videotestsrc num-buffers=180 pattern=smpte horizontal-speed=3 ! " + SIZE,
                    Specifications.video(codec, XPRO),
                    120);
        }
    }

    /** The case of the quality targets: 0.30 of a core for each participant, including the rest of the server. */
    @Test
    void videoOfTheUsualSize() throws Exception {
        measure(
                "H264 800x600@30 xpro",
                Codec.H264,
                "videotestsrc num-buffers=240 pattern=smpte horizontal-speed=3"
                        + " ! video/x-raw,width=800,height=600,framerate=30/1",
                Specifications.video(Codec.H264, new Picture(800, 600, 30), XPRO),
                120);
    }

    @Test
    void audio() throws Exception {
        measure(
                "opus",
                Codec.OPUS,
                "audiotestsrc num-buffers=300 samplesperbuffer=960 wave=pink-noise",
                Specifications.audio(),
                60);
        measure(
                "opus pitch",
                Codec.OPUS,
                "audiotestsrc num-buffers=300 samplesperbuffer=960 wave=pink-noise",
                Specifications.audio(Specifications.element("pitch", "pitch", "0.8")),
                400);
    }

    /** Admission (bundle sfu, {@code Demand}) counts 4 MiB for a voice and 35 MiB for a picture of this size. */
    @Test
    void memory() throws Exception {
        memory(
                "opus pitch",
                Codec.OPUS,
                "audiotestsrc num-buffers=150 samplesperbuffer=960 wave=pink-noise",
                4,
                Specifications.audio(Specifications.element("pitch", "pitch", "0.8")));
        for (Codec codec : List.of(Codec.H264, Codec.VP8)) {
            memory(
                    codec + " 800x600@30 xpro",
                    codec,
                    "videotestsrc num-buffers=90 pattern=smpte horizontal-speed=3"
                            + " ! video/x-raw,width=800,height=600,framerate=30/1",
                    35,
                    Specifications.video(codec, new Picture(800, 600, 30), XPRO));
        }
    }

    private static void memory(String name, Codec codec, String source, int mebibytes, Processing processing)
            throws Exception {
        int count = 6;
        RtpRecording stream = RtpRecording.of(codec, source);
        List<EffectPipeline> pipelines = new ArrayList<>();
        long before = resident();
        try {
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                CollectedOutput output = new CollectedOutput();
                EffectPipeline pipeline = (EffectPipeline) factory.build(Specifications.of(processing), output);
                pipelines.add(pipeline);
                output.awaitStart();
                senders.add(stream.play(pipeline));
            }
            for (Thread sender : senders) {
                sender.join();
            }
            double each = (resident() - before) / 1024.0 / count;
            System.out.printf("%s: %.1f MiB of resident memory each%n", name, each);
            assertThat(each).isLessThan(mebibytes);
        } finally {
            pipelines.forEach(EffectPipeline::close);
        }
    }

    /** In kilobytes. */
    private static long resident() throws Exception {
        return java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static void measure(String name, Codec codec, String source, Processing processing, int mostMillis)
            throws Exception {
        RtpRecording stream = RtpRecording.of(codec, source);
        CollectedOutput output = new CollectedOutput();
        com.sun.jna.Function.getFunction("glib-2.0", "g_thread_pool_stop_unused_threads")
                .invokeVoid(new Object[0]);
        AtomicLong lastThreads = new AtomicLong(-1);
        long threads = await().until(FiguresTest::threads, now -> now == lastThreads.getAndSet(now));
        long beforeBuild = System.nanoTime();
        try (EffectPipeline pipeline = (EffectPipeline) factory.build(Specifications.of(processing), output)) {
            output.awaitStart();
            double startMillis = (System.nanoTime() - beforeBuild) / 1e6;
            Thread sender = stream.play(pipeline);
            output.awaitFrames(codec.kind(), codec.kind() == MediaKind.AUDIO ? 50 : 30);
            long firstPacket = output.packets(codec.kind()).get(0).nanos();
            threads = threads() - threads - 1;
            int from = output.count();
            long cpu = cpu();
            long begin = System.nanoTime();
            sender.join();
            double load = (cpu() - cpu) * 100.0 / (System.nanoTime() - begin);
            List<Double> latencies = new ArrayList<>();
            for (CollectedOutput.Received packet : output.since(from)) {
                if (codec.kind() == MediaKind.AUDIO || packet.marker()) {
                    double mediaNanos = packet.timestamp() * 1e9 / codec.clockRate();
                    latencies.add((packet.nanos() - pipeline.originNanos() - mediaNanos) / 1e6);
                }
            }
            Collections.sort(latencies);
            double p50 = latencies.get(latencies.size() / 2);
            double p95 = latencies.get(latencies.size() * 95 / 100);
            System.out.printf(
                    "%s: started after %.0f ms; added p50 %.1f ms, p95 %.1f ms; %.1f %% of a core; %d threads; %d dropped%n",
                    name, startMillis, p50, p95, load, threads, pipeline.dropped(codec.kind()));
            assertThat(p50).isBetween(-40.0, (double) mostMillis);
            assertThat(firstPacket).isPositive();
        }
        assertThat(Arrays.asList(output.failures.get())).containsExactly(0);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long threads() throws Exception {
        try (var tasks = java.nio.file.Files.list(java.nio.file.Path.of("/proc/self/task"))) {
            return tasks.count();
        }
    }
}
