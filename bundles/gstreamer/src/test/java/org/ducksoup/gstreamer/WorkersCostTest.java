package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.pipeline.EffectPipeline;
import org.ducksoup.gstreamer.pool.WorkerSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints what a worker costs beside the same medium in this process, in alternation. */
@Tag("alone")
final class WorkersCostTest {
    private static final int FRAMES = 150;
    private static final double NANOS_PER_TICK = 1e7;

    @TempDir
    private Path home;

    private static GStreamerPipelineFactory inServer;

    @BeforeAll
    static void start() {
        inServer = Specifications.factory();
    }

    @AfterAll
    static void stop() {
        inServer.close();
    }

    /** Of one medium. Memory is what only it has, shared pages counted in parts. */
    private record Cost(double startMillis, double p50Millis, double p95Millis, double corePercent, double mebibytes) {
        static Cost median(List<Cost> costs) {
            return new Cost(
                    middle(costs.stream().map(Cost::startMillis)),
                    middle(costs.stream().map(Cost::p50Millis)),
                    middle(costs.stream().map(Cost::p95Millis)),
                    middle(costs.stream().map(Cost::corePercent)),
                    middle(costs.stream().map(Cost::mebibytes)));
        }

        private static double middle(Stream<Double> values) {
            List<Double> sorted = values.sorted().toList();
            return sorted.get(sorted.size() / 2);
        }
    }

    @Test
    void aPictureInAWorker() throws Exception {
        comparePictures(1);
    }

    @Test
    void aVoiceInAWorker() throws Exception {
        compareVoices(1);
    }

    @Test
    @Tag("long")
    void ofSevenRounds() throws Exception {
        comparePictures(7);
        compareVoices(7);
    }

    private void comparePictures(int rounds) throws Exception {
        compare(
                "H264 800x600@30 xpro",
                rounds,
                RtpRecording.of(
                        Codec.H264,
                        "videotestsrc num-buffers=" + FRAMES + " pattern=smpte horizontal-speed=3"
                                + " ! video/x-raw,width=800,height=600,framerate=30/1"),
                Specifications.video(
                        Codec.H264,
                        new Picture(800, 600, 30),
                        Specifications.element("coloreffects", "preset", "xpro")));
    }

    private void compareVoices(int rounds) throws Exception {
        compare(
                "opus volume",
                rounds,
                RtpRecording.of(Codec.OPUS, "audiotestsrc num-buffers=250 samplesperbuffer=960 wave=pink-noise"),
                Specifications.audio(Specifications.element("volume", "volume", "0.8")));
    }

    private void compare(String name, int rounds, RtpRecording stream, Processing processing) throws Exception {
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(":"))
                .map(Path::of)
                .toList();
        WorkersWanted all = new WorkersWanted(
                new WorkerSettings(1, true, WorkerSettings.Share.MEDIUM, 1L << 30, 200, true, "", List.of()),
                home.resolve("workers"),
                directory -> classPath);
        List<Cost> here = new ArrayList<>();
        List<Cost> there = new ArrayList<>();
        try (GStreamerPipelineFactory inWorkers =
                Specifications.factory(new LabEffects(), Specifications.wanted(), Set.of(), all)) {
            for (int i = 0; i < rounds; i++) {
                here.add(measure(inServer, stream, processing));
                there.add(measure(inWorkers, stream, processing));
            }
        }
        Cost server = Cost.median(here);
        Cost worker = Cost.median(there);
        print(name + ", in the server", server);
        print(name + ", in a worker", worker);
        System.out.printf(
                "%s: a worker adds %.2f ms (p50) and %.2f ms (p95), takes %.2f times the processor time, and %.0f MiB more%n",
                name,
                worker.p50Millis() - server.p50Millis(),
                worker.p95Millis() - server.p95Millis(),
                worker.corePercent() / server.corePercent(),
                worker.mebibytes() - server.mebibytes());
        // One round on a busy machine says little. A voice takes so little that a worker's own few percent of a core
        // show.
        boolean few = rounds == 1;
        assertThat(worker.p50Millis() - server.p50Millis()).isLessThan(few ? 8 : 1);
        assertThat(worker.corePercent()).isLessThan((few ? 1.5 : 1.1) * server.corePercent() + (few ? 15 : 5));
    }

    private static void print(String name, Cost cost) {
        System.out.printf(
                "%s: first packet after %.0f ms; added p50 %.2f ms, p95 %.2f ms; %.1f %% of a core; %.0f MiB%n",
                name, cost.startMillis(), cost.p50Millis(), cost.p95Millis(), cost.corePercent(), cost.mebibytes());
    }

    private static Cost measure(GStreamerPipelineFactory factory, RtpRecording stream, Processing processing)
            throws Exception {
        MediaKind kind = stream.kind();
        var specification = Specifications.of(processing);
        // A join waits for this, and has it at once when a worker is ready.
        factory.check(specification);
        double residentBefore = proportional("self");
        CollectedOutput output = new CollectedOutput();
        long begin = System.nanoTime();
        try (EffectPipeline pipeline = (EffectPipeline) factory.build(specification, output)) {
            NavigableSet<Long> pushed = new ConcurrentSkipListSet<>();
            Thread sender = stream.play(recording(pipeline, kind, pushed));
            await().until(() -> output.count() > 0);
            double start = (output.packets(kind).get(0).nanos() - begin) / 1e6;
            output.awaitFrames(kind, 60);
            int from = output.count();
            double cpu = cpu(factory);
            long since = System.nanoTime();
            sender.join();
            double percent = (cpu(factory) - cpu) * 100.0 / (System.nanoTime() - since);
            double bytes = proportional("self") - residentBefore;
            for (WorkerStatus worker : factory.workers()) {
                bytes += worker.media().isEmpty() ? 0 : proportional(Long.toString(worker.pid()));
            }
            List<Double> latencies = new ArrayList<>();
            for (CollectedOutput.Received packet : output.since(from)) {
                Long last = pushed.floor(packet.nanos());
                if (last != null && (kind == MediaKind.AUDIO || packet.marker())) {
                    latencies.add((packet.nanos() - last) / 1e6);
                }
            }
            Collections.sort(latencies);
            return new Cost(
                    start,
                    latencies.get(latencies.size() / 2),
                    latencies.get(latencies.size() * 95 / 100),
                    percent,
                    bytes / (1 << 20));
        }
    }

    /** The pipeline, with the time of each frame's last packet. A frame leaves before the next one comes. */
    private static MediaPipeline recording(MediaPipeline pipeline, MediaKind kind, Set<Long> pushed) {
        return (MediaPipeline) Proxy.newProxyInstance(
                WorkersCostTest.class.getClassLoader(),
                new Class<?>[] {MediaPipeline.class},
                (proxy, method, values) -> {
                    if (method.getName().equals("push")) {
                        byte[] packet = (byte[]) values[1];
                        if (kind == MediaKind.AUDIO || (packet[(int) values[2] + 1] & 0x80) != 0) {
                            pushed.add(System.nanoTime());
                        }
                    }
                    return method.invoke(pipeline, values);
                });
    }

    /** Of this process, and of the workers that are in use, in ns. */
    private static double cpu(GStreamerPipelineFactory factory) throws IOException {
        double nanos = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
        for (WorkerStatus worker : factory.workers()) {
            if (!worker.media().isEmpty()) {
                String stat = Files.readString(Path.of("/proc", Long.toString(worker.pid()), "stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                nanos += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
            }
        }
        return nanos;
    }

    private static double proportional(String process) throws IOException {
        return Files.readAllLines(Path.of("/proc", process, "smaps_rollup")).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
