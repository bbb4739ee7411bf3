package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PropertyValue.FloatValue;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.pool.LabPlugins;
import org.ducksoup.gstreamer.pool.WorkerSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effects that were not measured run in processes of their own, whose end costs nobody else anything. */
@Tag("paced")
final class WorkersTest {
    private static final String SIZE = "video/x-raw,width=320,height=240,framerate=30/1";
    private static final Set<String> ALLOWED = Set.of("videobalance");
    /** What an owner may lose. */
    private static final long MAX_GAP_MILLIS = 2000;

    @TempDir
    private static Path home;

    private static final LabEffects LABS = new LabEffects();

    private static Path plugin;
    private static GStreamerPipelineFactory factory;
    private static RtpRecording video;
    private static RtpRecording audio;

    @BeforeAll
    static void start() throws Exception {
        factory = Specifications.withWorkers(LABS, ALLOWED, home.resolve("workers"));
        plugin = NativePlugin.compile(home, "broken");
        // A sender would be asked for key frames; here they come three times a second.
        String encoder = "keyframe-max-dist=10";
        video = RtpRecording.of(Codec.VP8, "videotestsrc num-buffers=150 pattern=ball ! " + SIZE, encoder);
        audio = RtpRecording.of(Codec.OPUS, "audiotestsrc num-buffers=250 samplesperbuffer=960");
    }

    /** Its process has died for the tests before, and a new version is not refused for that. */
    @BeforeEach
    void installAnew() throws IOException {
        factory.labPlugins().uninstall(owner(plugin));
        assertThat(install(plugin)).isEmpty();
    }

    @AfterAll
    static void stop() {
        factory.close();
        assertThat(home.resolve("workers")).doesNotExist();
        // A killed process is there until its parent has heard of its end.
        await().untilAsserted(
                        () -> assertThat(ProcessHandle.current().descendants()).isEmpty());
    }

    private static LabPlugins.Owner owner(Path file) {
        return new LabPlugins.Owner(file.toString(), 0);
    }

    private static String install(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return factory.labPlugins().install(owner(file), file.getFileName().toString(), content);
        }
    }

    /** A call with an effect in a worker, and one beside it without. */
    private record Call(MediaPipeline pipeline, CollectedOutput output, MediaPipeline neighbour, CollectedOutput heard)
            implements AutoCloseable {
        static Call with(Element effect) throws Exception {
            CollectedOutput output = new CollectedOutput();
            CollectedOutput heard = new CollectedOutput();
            var specification = Specifications.of(
                    Specifications.video(Codec.VP8, effect), Specifications.audio(Specifications.element("pitch")));
            factory.check(specification);
            MediaPipeline pipeline = factory.build(specification, output);
            MediaPipeline neighbour = factory.build(
                    Specifications.of(Specifications.audio(Specifications.element("pitch", "pitch", "0.8"))), heard);
            return new Call(pipeline, output, neighbour, heard);
        }

        void play() throws Exception {
            Thread[] players = {video.play(pipeline), audio.play(pipeline), audio.play(neighbour)};
            for (Thread player : players) {
                player.join();
            }
        }

        /** The longest time without a packet of a medium, in ms. */
        static long longestGap(List<CollectedOutput.Received> packets) {
            long longest = 0;
            for (int i = 1; i < packets.size(); i++) {
                longest = Math.max(
                        longest, packets.get(i).nanos() - packets.get(i - 1).nanos());
            }
            return TimeUnit.NANOSECONDS.toMillis(longest);
        }

        /** Sound has nothing to do with what happens to the pictures, the owner's included. */
        void othersLostNothing() {
            for (CollectedOutput each : List.of(output, heard)) {
                assertThat(each.packets(MediaKind.AUDIO)).hasSizeGreaterThan(240);
                assertThat(longestGap(each.packets(MediaKind.AUDIO))).isLessThan(300);
            }
        }

        @Override
        public void close() {
            pipeline.close();
            neighbour.close();
        }
    }

    @Test
    void picturesPassAWorker() throws Exception {
        try (Call call = Call.with(Specifications.named("videobalance", "v", "hue", "0.5"))) {
            call.pipeline().set("v", "saturation", new FloatValue(0), Duration.ZERO);
            call.play();
            await().until(() -> call.output().frames(MediaKind.VIDEO) > 140);
            assertThat(call.pipeline().describe().get(1).state()).startsWith("running in worker");
            assertThat(call.pipeline().describe().get(1).graph()).contains("GstVideoBalance", "saturation=0");
            assertThat(call.output().failures).hasValue(0);
            call.othersLostNothing();
            System.out.println(factory.workers());
        }
        await().until(() ->
                factory.workers().stream().noneMatch(worker -> !worker.media().isEmpty()));
    }

    @ParameterizedTest
    @CsvSource({
        "segv, signal SIGSEGV in libgstbroken.so",
        "abort, signal SIGABRT",
        "exit, exit status 3",
        "loop, 'media go in, and nothing comes out'",
        "leak, memory",
        // What is written over decides whether the process crashes or hangs.
        "overrun, ''",
    })
    void anEffectThatBreaksCostsItsOwnerTwoSecondsOfThePicture(String mode, String reason) throws Exception {
        try (Call call = Call.with(Specifications.named("broken", "fx", "mode", mode))) {
            call.play();
            assertThat(call.output().lost.availablePermits()).isPositive();
            assertThat(call.output().restarted.availablePermits()).isPositive();
            assertThat(call.output().reason).contains(reason);
            System.out.printf(
                    "%s: \"%s\", lost %d times, longest gap %d ms%n",
                    mode,
                    call.output().reason,
                    call.output().lost.availablePermits(),
                    Call.longestGap(call.output().packets(MediaKind.VIDEO)));
            assertThat(Call.longestGap(call.output().packets(MediaKind.VIDEO))).isLessThan(MAX_GAP_MILLIS);
            call.othersLostNothing();
        }
    }

    @ParameterizedTest
    @CsvSource({"SEGV, signal SIGSEGV", "KILL, signal SIGKILL", "STOP, hang"})
    void aWorkerThatEndsOrStopsIsReplaced(String signal, String reason) throws Exception {
        try (Call call = Call.with(Specifications.named("broken", "fx"))) {
            call.pipeline().set("fx", "amount", new FloatValue(0.25f), Duration.ZERO);
            Thread killer = killAfterASecond(call, signal);
            call.play();
            killer.join();
            assertThat(call.output().reason).contains(reason);
            assertThat(call.output().restarted.availablePermits()).isEqualTo(1);
            System.out.printf(
                    "kill -%s: \"%s\", longest gap %d ms%n",
                    signal, call.output().reason, Call.longestGap(call.output().packets(MediaKind.VIDEO)));
            assertThat(Call.longestGap(call.output().packets(MediaKind.VIDEO))).isLessThan(MAX_GAP_MILLIS);
            assertThat(call.pipeline().describe().get(1).graph()).contains("amount=0.25");
            call.othersLostNothing();
        }
    }

    /** Bright in circuit, dark out of it: the next worker must not show one bright picture. */
    @Test
    void anEffectOutOfCircuitStaysSoInTheNextWorker() throws Exception {
        try (Call call = Call.with(Specifications.named("videobalance", "v", "brightness", "1"))) {
            Thread player = video.play(call.pipeline());
            call.output().awaitFrames(MediaKind.VIDEO, 30);
            call.pipeline().setInCircuit("v", false);
            call.output().awaitFrames(MediaKind.VIDEO, 50);
            killUsed("KILL");
            call.output().restarted.acquire();
            call.output().awaitFrames(MediaKind.VIDEO, call.output().frames(MediaKind.VIDEO) + 10);
            call.pipeline().setInCircuit("v", true);
            player.join();
            List<Boolean> bright = call.output().pictures(Codec.VP8, 640, 480).stream()
                    .map(picture -> (picture[(20 * 640 + 20) * 4 + 1] & 0xff) > 128)
                    .toList();
            List<Integer> changes = IntStream.range(1, bright.size())
                    .filter(i -> !bright.get(i).equals(bright.get(i - 1)))
                    .boxed()
                    .toList();
            System.out.printf("in a worker: %d pictures, changes at %s%n", bright.size(), changes);
            assertThat(bright.get(0)).isTrue();
            assertThat(changes).hasSize(2);
            assertThat(changes.get(0)).isBetween(30, 35);
            assertThat(changes.get(1)).isGreaterThan(55);
        }
    }

    /** Brighter at one time, and out of circuit at another: both were sent ahead. */
    @Test
    void changesCountAtTheirTimes() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        long brighter;
        long out;
        try (Call call = Call.with(Specifications.named("videobalance", "v", "brightness", "0"))) {
            Thread player = video.play(call.pipeline());
            call.output().awaitFrames(MediaKind.VIDEO, 30);
            brighter = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
            out = brighter + TimeUnit.MILLISECONDS.toNanos(700);
            ChangeTime.Listener listener = (kind, nanos) -> told.add(nanos);
            call.pipeline().setInCircuit("v", false, new ChangeTime(out, listener));
            call.pipeline()
                    .set("v", "brightness", new FloatValue(1), Duration.ZERO, new ChangeTime(brighter, listener));
            player.join();
            assertThat(call.pipeline().describe().get(1).state()).startsWith("running in worker");
            List<Boolean> bright = call.output().pictures(Codec.VP8, 640, 480).stream()
                    .map(picture -> (picture[(20 * 640 + 20) * 4 + 1] & 0xff) > 128)
                    .toList();
            List<Long> times = call.output().packets(MediaKind.VIDEO).stream()
                    .map(CollectedOutput.Received::timestamp)
                    .distinct()
                    .map(timestamp -> call.pipeline().timeZeroNanos().orElseThrow() + timestamp * 100_000 / 9)
                    .toList();
            List<Long> changes = IntStream.range(1, bright.size())
                    .filter(i -> !bright.get(i).equals(bright.get(i - 1)))
                    .mapToObj(times::get)
                    .toList();
            System.out.printf(
                    "brighter and out of circuit at their times and %s ms%n",
                    List.of((changes.get(0) - brighter) / 1e6, (changes.get(1) - out) / 1e6));
            long half = TimeUnit.MILLISECONDS.toNanos(21);
            assertThat(changes).hasSize(2);
            assertThat(changes.get(0)).isBetween(brighter - half, brighter + half);
            assertThat(changes.get(1)).isBetween(out - half, out + half);
            assertThat(told).hasSize(2);
            for (int i = 0; i < 2; i++) {
                assertThat(told.get(i)).isCloseTo(changes.get(i), within(TimeUnit.MILLISECONDS.toNanos(1)));
            }
        }
    }

    private static Thread killAfterASecond(Call call, String signal) {
        Thread killer = new Thread(() -> {
            await().until(() -> call.output().frames(MediaKind.VIDEO) > 30);
            killUsed(signal);
        });
        killer.start();
        return killer;
    }

    private static void killUsed(String signal) {
        factory.workers().stream()
                .filter(worker -> !worker.media().isEmpty())
                .forEach(worker -> kill(signal, worker.pid()));
    }

    private static void kill(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Network, secrets, files and processes of the machine are out of reach. */
    @Test
    void anEffectDoesNotGetOutOfItsSandbox() throws Exception {
        Path outside = Path.of("target/outside").toAbsolutePath();
        try (Call call = Call.with(Specifications.named("broken", "fx", "mode", "escape:" + outside))) {
            call.play();
            assertThat(call.output().reason)
                    .contains(
                            "no socket, no secret, no file, no system file, no process, no secret of another, scratch");
            assertThat(outside).doesNotExist();
            assertThat(Path.of("/etc/written")).doesNotExist();
        }
    }

    @Test
    void aPluginThatCrashesOrHangsWhenItIsLoadedIsToldOf() throws Exception {
        assertThat(install(NativePlugin.compile(home, "broken", "CRASH_AT_LOAD")))
                .contains("died while it was examined", "SIGSEGV", "libgstbroken.so");
        assertThat(install(NativePlugin.compile(home, "broken", "HANG_AT_LOAD")))
                .contains("died while it was examined", "hang");
    }

    /** What an effect does at its end harms nobody: its process is ended and not asked. */
    @Test
    void aPluginThatCrashesAtItsEndHarmsNobody() throws Exception {
        try (Call call = Call.with(Specifications.named("broken", "fx", "mode", "segv-at-stop"))) {
            call.play();
            assertThat(call.output().lost.availablePermits()).isZero();
            call.othersLostNothing();
        }
        await().until(() ->
                factory.workers().stream().allMatch(worker -> worker.media().isEmpty()));
    }

    /** Never in the server's process instead. */
    @Test
    void aJoinIsRefusedWhereNoWorkerCanBeStarted() throws Exception {
        var settings = new WorkerSettings(
                1, true, WorkerSettings.Share.MEDIUM, 1L << 30, 200, true, "nobody-of-this-name", List.of());
        try (GStreamerPipelineFactory other = Specifications.factory(
                new LabEffects(),
                Specifications.wanted(),
                Set.of(),
                new WorkersWanted(settings, home.resolve("other"), directory -> List.of()))) {
            long begin = System.nanoTime();
            assertThatThrownBy(
                            () -> other.check(Specifications.of(Specifications.audio(Specifications.element("pitch")))))
                    .isInstanceOf(PipelineSpecificationException.class)
                    .hasMessageContaining("can be started");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(3000);
            assertThat(other.problems()).anyMatch(problem -> problem.contains("nobody-of-this-name"));
        }
    }

    /** Its element may be used from then on, and is gone with it; what runs waits for the next version. */
    @Test
    void aPluginComesAndGoesWithoutARestart() throws Exception {
        try (Call call = Call.with(Specifications.named("broken", "fx"))) {
            Thread replaced = new Thread(() -> {
                await().until(() -> call.output().frames(MediaKind.VIDEO) > 30);
                factory.labPlugins().uninstall(owner(plugin));
                assertThat(factory.effects()).noneMatch(effect -> effect.name().equals("broken"));
                try {
                    assertThat(install(plugin)).isEmpty();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            replaced.start();
            call.play();
            replaced.join();
            assertThat(factory.effects()).anyMatch(effect -> effect.name().equals("broken"));
            assertThat(call.output().restarted.availablePermits()).isEqualTo(1);
            assertThat(call.output().failures).hasValue(0);
            call.othersLostNothing();
        }
    }

    private static final Map<String, Object> OF_THE_LAB = Map.of("ducksoup.effect.name", "of-the-lab");

    private static EffectFactory elements(String hue) {
        return request -> new Effect.Bin(
                "videobalance name=balance hue=" + hue + " ! videoconvert ! broken name=last",
                Map.of("balance.saturation", request.settings().getOrDefault("saturation", "1")),
                Map.of("amount", "last.amount"));
    }

    /** Nobody measured which values they survive, so they are cut off, too, with what was set on them. */
    @Test
    void theElementsOfALabsEffectRunInAWorker() throws Exception {
        EffectFactory lab = elements("0.5");
        LABS.addFactory(lab, OF_THE_LAB);
        try (Call call = Call.with(Specifications.named("of-the-lab", "fx", "saturation", "0.25"))) {
            call.pipeline().set("fx", "amount", new FloatValue(0.75f), Duration.ZERO);
            Thread killer = killAfterASecond(call, "SEGV");
            call.play();
            killer.join();
            assertThat(call.output().reason).contains("signal SIGSEGV");
            assertThat(call.output().restarted.availablePermits()).isEqualTo(1);
            assertThat(Call.longestGap(call.output().packets(MediaKind.VIDEO))).isLessThan(MAX_GAP_MILLIS);
            assertThat(call.pipeline().describe().get(1).state()).startsWith("running in worker");
            assertThat(call.pipeline().describe().get(1).graph())
                    .contains("GstVideoBalance", "hue=0.5", "saturation=0.25", "amount=0.75");
            call.othersLostNothing();
        } finally {
            LABS.removeFactory(lab, OF_THE_LAB);
        }
    }

    @Test
    void theNextVersionOfALabsElementsTakesOver() throws Exception {
        EffectFactory first = elements("0.5");
        EffectFactory second = elements("-0.5");
        LABS.addFactory(first, OF_THE_LAB);
        try (Call call = Call.with(Specifications.named("of-the-lab", "fx"))) {
            Thread replaced = new Thread(() -> {
                await().until(() -> call.output().frames(MediaKind.VIDEO) > 30);
                LABS.removeFactory(first, OF_THE_LAB);
                LABS.addFactory(second, OF_THE_LAB);
            });
            replaced.start();
            call.play();
            replaced.join();
            assertThat(call.output().restarted.availablePermits()).isEqualTo(1);
            assertThat(call.pipeline().describe().get(1).graph()).contains("hue=-0.5");
            call.othersLostNothing();
        } finally {
            LABS.removeFactory(second, OF_THE_LAB);
        }
    }

    /** Java code of a lab runs in the server, where only what was measured may be. */
    @Test
    void javaCodeAndWhatNeedsAWorkerCannotFollowEachOther() throws Exception {
        Map<String, Object> named = Map.of("ducksoup.effect.name", "code-of-the-lab");
        EffectFactory code = request -> new Effect.Frames(lent -> {});
        EffectFactory lab = elements("0.5");
        EffectFactory usual = request -> new Effect.Bin("videoflip method=vertical-flip ! queue", Map.of());
        LABS.addFactory(code, named);
        LABS.addFactory(lab, OF_THE_LAB);
        Map<String, Object> harmless = Map.of("ducksoup.effect.name", "usual-of-the-lab");
        LABS.addFactory(usual, harmless);
        try {
            Element java = Specifications.element("code-of-the-lab");
            for (String name : List.of("of-the-lab", "broken", "videobalance")) {
                var both = Specifications.of(Specifications.video(Codec.VP8, Specifications.element(name), java));
                assertThatThrownBy(() -> factory.check(both))
                        .isInstanceOf(PipelineSpecificationException.class)
                        .hasMessageContaining("and code-of-the-lab in the server: they cannot follow each other");
            }
            var both = Specifications.of(
                    Specifications.video(Codec.VP8, Specifications.element("usual-of-the-lab"), java));
            factory.check(both);
            CollectedOutput output = new CollectedOutput();
            try (MediaPipeline pipeline = factory.build(both, output)) {
                output.awaitStart();
                assertThat(pipeline.describe().get(0).state()).isEqualTo("running");
            }
        } finally {
            LABS.removeFactory(code, named);
            LABS.removeFactory(lab, OF_THE_LAB);
            LABS.removeFactory(usual, harmless);
        }
    }

    /** Two participants of one interaction in one process, which runs as another user where this test may choose one. */
    @Test
    void whatSharesAWorkerIsLostTogetherAndComesBackTogether() throws Exception {
        boolean root = System.getProperty("user.name").equals("root");
        var settings = new WorkerSettings(
                1, true, WorkerSettings.Share.INTERACTION, 1L << 30, 200, true, root ? "nobody" : "", List.of());
        CollectedOutput ann = new CollectedOutput();
        CollectedOutput bob = new CollectedOutput();
        // Everybody may go into a directory of the system's for such files, but not into the test's.
        Path shared = Files.createTempDirectory("shared");
        shared.toFile().setExecutable(true, false);
        try (GStreamerPipelineFactory other = Specifications.factory(
                        new LabEffects(),
                        Specifications.wanted(),
                        Set.of(),
                        new WorkersWanted(settings, shared.resolve("workers"), WorkersTest::copyOfClassPath));
                MediaPipeline first = pipeline(other, "default/trial/ann", ann);
                MediaPipeline second = pipeline(other, "default/trial/bob", bob)) {
            Thread[] players = {video.play(first), audio.play(first), video.play(second), audio.play(second)};
            await().until(() -> ann.frames(MediaKind.VIDEO) > 20 && bob.frames(MediaKind.AUDIO) > 20);
            List<WorkerStatus> used = other.workers().stream()
                    .filter(worker -> !worker.media().isEmpty())
                    .toList();
            assertThat(used).hasSize(1);
            assertThat(used.get(0).media())
                    .containsExactly(
                            "default/trial/ann, audio",
                            "default/trial/ann, video",
                            "default/trial/bob, audio",
                            "default/trial/bob, video");
            assertThat(Files.getOwner(Path.of("/proc", Long.toString(used.get(0).pid())))
                            .getName())
                    .isEqualTo(root ? "nobody" : System.getProperty("user.name"));
            kill("KILL", used.get(0).pid());
            for (CollectedOutput each : List.of(ann, bob)) {
                assertThat(each.restarted.tryAcquire(2, 5, TimeUnit.SECONDS)).isTrue();
            }
            for (Thread player : players) {
                player.join();
            }
            assertThat(Call.longestGap(ann.packets(MediaKind.AUDIO))).isLessThan(MAX_GAP_MILLIS);
            assertThat(Call.longestGap(bob.packets(MediaKind.VIDEO))).isLessThan(MAX_GAP_MILLIS);
        }
        Files.delete(shared);
    }

    /** The class path of this test as jars that every user may read. */
    private static List<Path> copyOfClassPath(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path from = Path.of(entry);
            Path jar = directory.resolve(jars.size() + ".jar");
            if (Files.isRegularFile(from)) {
                Files.copy(from, jar);
            } else if (Files.isDirectory(from)) {
                pack(from, jar);
            } else {
                continue;
            }
            jars.add(jar);
        }
        return jars;
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
    }

    private static MediaPipeline pipeline(GStreamerPipelineFactory of, String name, CollectedOutput output)
            throws Exception {
        return of.build(
                new PipelineSpecification(
                        name,
                        1200,
                        List.of(
                                Specifications.video(Codec.VP8, Specifications.element("coloreffects")),
                                Specifications.audio(Specifications.element("volume")))),
                output);
    }

    /** What it was in one chain with was measured, and is refused to nobody. */
    @Test
    void anEffectWhoseProcessDiesAgainAndAgainIsRefusedForAWhile() throws Exception {
        Element measured = Specifications.element("coloreffects");
        Element broken = Specifications.named("broken", "fx");
        for (int i = 0; i < 5; i++) {
            crash("SEGV", measured, broken);
        }
        assertThatThrownBy(() -> factory.check(Specifications.of(Specifications.video(Codec.VP8, broken))))
                .isInstanceOf(PipelineSpecificationException.class)
                .hasMessageContaining("has died 5 times (signal SIGSEGV");
        factory.check(Specifications.of(Specifications.video(Codec.VP8, measured)));
    }

    /** One after the other, each in the middle of a call. */
    @Test
    @Tag("long")
    void fiveHundredCrashesLeaveNothing() throws Exception {
        crash(20);
        Figures before = Figures.now();
        crash(500);
        Figures after = Figures.now();
        System.out.printf("500 crashes: before %s, after %s%n", before, after);
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 3);
        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 3);
        assertThat(after.processes()).isEqualTo(before.processes());
        assertThat(after.sharedMemory()).isEqualTo(before.sharedMemory());
        assertThat(after.residentKilobytes()).isLessThan(before.residentKilobytes() + 60_000);
    }

    /** What a server holds. Processes are those of two workers that are ready. */
    private record Figures(long threads, long descriptors, long processes, long sharedMemory, long residentKilobytes) {
        static Figures now() throws Exception {
            await().atMost(Duration.ofSeconds(30)).until(() -> factory.workers().size() == 2);
            System.gc();
            return new Figures(
                    count("/proc/self/task"),
                    count("/proc/self/fd"),
                    ProcessHandle.current().descendants().count(),
                    count("/dev/shm"),
                    Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith("VmRSS"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElseThrow());
        }

        private static long count(String directory) throws IOException {
            try (Stream<Path> files = Files.list(Path.of(directory))) {
                return files.count();
            }
        }
    }

    private void crash(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            if (i % 4 == 0) {
                installAnew();
            }
            crash(i % 2 == 0 ? "KILL" : "SEGV", Specifications.named("broken", "fx"));
        }
    }

    /** Builds a medium, and ends its process. */
    private static void crash(String signal, Element... effects) throws Exception {
        CollectedOutput output = new CollectedOutput();
        var specification = Specifications.of(Specifications.video(Codec.VP8, effects));
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> factory.check(specification));
        MediaPipeline pipeline = factory.build(specification, output);
        output.awaitStart();
        killUsed(signal);
        assertThat(output.lost.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        pipeline.close();
    }
}
