package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.ducksoup.api.pipeline.PipelineSpecification;
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
    // Frames before the measurement begins: two seconds of a picture, and as much of a voice.
    private static final int PICTURE = 60;
    private static final int VOICE = 100;
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
        compare("H264 800x600@30 xpro", 1, PICTURE, picture(5), video());
    }

    @Test
    void aVoiceInAWorker() throws Exception {
        compare("opus volume", 1, VOICE, voice(5), audio());
    }

    @Test
    @Tag("long")
    void ofSevenRounds() throws Exception {
        compare("H264 800x600@30 xpro", 7, PICTURE, picture(5), video());
        compare("opus volume", 7, VOICE, voice(5), audio());
    }

    /** A worker is a virtual machine that has just been started, and compiles what it runs in its first seconds. */
    @Test
    @Tag("long")
    void ofLongCalls() throws Exception {
        compare("H264 800x600@30 xpro, after 15 s", 3, 15 * 30, picture(30), video());
        compare("opus volume, after 15 s", 3, 15 * 50, voice(30), audio());
    }

    /** The figures behind the default of {@code workersPer}. */
    @Test
    @Tag("long")
    void ofAParticipantByWhatSharesAWorker() throws Exception {
        RtpRecording picture = picture(5);
        RtpRecording voice = voice(5);
        PipelineSpecification both = Specifications.of(video(), audio());
        List<Cost> here = new ArrayList<>();
        List<Cost> byMedium = new ArrayList<>();
        List<Cost> byParticipant = new ArrayList<>();
        try (GStreamerPipelineFactory mediums = workers(WorkerSettings.Share.MEDIUM);
                GStreamerPipelineFactory participants = workers(WorkerSettings.Share.PARTICIPANT)) {
            for (int i = 0; i < 5; i++) {
                here.add(measure(inServer, both, PICTURE, picture, voice));
                byMedium.add(measure(mediums, both, PICTURE, picture, voice));
                byParticipant.add(measure(participants, both, PICTURE, picture, voice));
            }
        }
        print("picture and voice, in the server", Cost.median(here));
        print("picture and voice, workersPer = medium", Cost.median(byMedium));
        print("picture and voice, workersPer = participant", Cost.median(byParticipant));
        assertThat(Cost.median(byParticipant).mebibytes())
                .isLessThan(Cost.median(byMedium).mebibytes());
    }

    private static RtpRecording picture(int seconds) throws Exception {
        return RtpRecording.of(
                Codec.H264,
                "videotestsrc num-buffers=" + 30 * seconds + " pattern=smpte horizontal-speed=3"
                        + " ! video/x-raw,width=800,height=600,framerate=30/1");
    }

    private static Processing video() {
        return Specifications.video(
                Codec.H264, new Picture(800, 600, 30), Specifications.element("coloreffects", "preset", "xpro"));
    }

    private static RtpRecording voice(int seconds) throws Exception {
        return RtpRecording.of(
                Codec.OPUS, "audiotestsrc num-buffers=" + 50 * seconds + " samplesperbuffer=960 wave=pink-noise");
    }

    private static Processing audio() {
        return Specifications.audio(Specifications.element("volume", "volume", "0.8"));
    }

    private GStreamerPipelineFactory workers(WorkerSettings.Share share) {
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(":"))
                .map(Path::of)
                .toList();
        return Specifications.factory(
                new LabEffects(),
                Specifications.wanted(),
                Set.of(),
                new WorkersWanted(
                        new WorkerSettings(2, true, share, 1L << 30, 200, true, "", List.of()),
                        home.resolve("workers-" + share),
                        directory -> classPath));
    }

    /** @param warm frames before the measurement begins */
    private void compare(String name, int rounds, int warm, RtpRecording stream, Processing processing)
            throws Exception {
        List<Cost> here = new ArrayList<>();
        List<Cost> there = new ArrayList<>();
        PipelineSpecification specification = Specifications.of(processing);
        try (GStreamerPipelineFactory inWorkers = workers(WorkerSettings.Share.MEDIUM)) {
            for (int i = 0; i < rounds; i++) {
                here.add(measure(inServer, specification, warm, stream));
                there.add(measure(inWorkers, specification, warm, stream));
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

    /**
     * @param warm frames of the first stream before the measurement begins
     * @param streams the first is the one whose latency counts
     */
    private static Cost measure(
            GStreamerPipelineFactory factory, PipelineSpecification specification, int warm, RtpRecording... streams)
            throws Exception {
        MediaKind kind = streams[0].kind();
        // A join waits for this, and has it at once when a worker is ready.
        factory.check(specification);
        double residentBefore = proportional("self");
        CollectedOutput output = new CollectedOutput();
        long begin = System.nanoTime();
        try (EffectPipeline pipeline = (EffectPipeline) factory.build(specification, output)) {
            NavigableSet<Long> pushed = new ConcurrentSkipListSet<>();
            List<Thread> senders = new ArrayList<>();
            senders.add(streams[0].play(recording(pipeline, kind, pushed)));
            for (int i = 1; i < streams.length; i++) {
                senders.add(streams[i].play(pipeline));
            }
            await().until(() -> !output.packets(kind).isEmpty());
            double start = (output.packets(kind).get(0).nanos() - begin) / 1e6;
            await().atMost(Duration.ofMinutes(1)).until(() -> output.frames(kind) >= warm);
            int from = output.count();
            double cpu = cpu(factory);
            long since = System.nanoTime();
            for (Thread sender : senders) {
                sender.join();
            }
            double percent = (cpu(factory) - cpu) * 100.0 / (System.nanoTime() - since);
            double bytes = proportional("self") - residentBefore;
            for (WorkerStatus worker : factory.workers()) {
                bytes += worker.media().isEmpty() ? 0 : proportional(Long.toString(worker.pid()));
            }
            List<Double> latencies = new ArrayList<>();
            List<CollectedOutput.Received> measured = output.since(from).stream()
                    .filter(packet -> packet.kind() == kind)
                    .toList();
            for (CollectedOutput.Received packet : measured) {
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
