package org.ducksoup.itest.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.itest.tool.recording.HangingDisk;
import org.ducksoup.itest.tool.recording.MediaTimes;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.ducksoup.testkit.server.ServerStarter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The data directory of a running server is on a real file system that hangs: for three seconds, for longer than the
 * memory lasts, over the end, and for good. Calls go on, and files and manifests tell the truth.
 */
@Tag("waits")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FrozenDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static HangingDisk disk;
    /** For the container's own log: it is on a disk that hangs as well, but for the end of the server. */
    private static HangingDisk logDisk;

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static Stimulus stimulus;

    @BeforeAll
    static void start() throws Exception {
        clients = HeadlessClients.open();
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        disk = HangingDisk.mount(directory.resolve("data"));
        logDisk = HangingDisk.mount(directory.resolve("log"));
        server = starter().start();
    }

    /** The log file is on that disk, too. What the tests await on the standard output must come all the same. */
    private static ServerStarter starter() {
        return ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_MIN_FREE_MEBIBYTES", "1")
                .with("DUCKSOUP_DATA_DIR", disk.path().toString())
                .with("DUCKSOUP_LOG_FILE", logFile().toString())
                .with("DUCKSOUP_LOG_STDOUT", "true")
                .with("KARAF_LOG", logDisk.path().toString())
                .withFile("etc/org.ducksoup.sfu.cfg", "recordingMemoryMebibytes = 1\n");
    }

    private static Path logFile() {
        return disk.path().resolve("log/ducksoup.log");
    }

    @AfterAll
    static void stop() throws Exception {
        disk.close();
        logDisk.close();
        server.close();
        clients.close();
    }

    /** In each pause Java would write there, and the whole process would wait for that disk. */
    @Test
    void javaHasNoFileOfItsOwn() {
        Path counters = Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"), Long.toString(server.pid()));
        assertThat(counters.getParent()).as("of the JVM of this test").isDirectory();
        assertThat(counters).doesNotExist();
    }

    private static HeadlessParticipant join(ParticipantOptions options) {
        return clients.join(server.signaling(), options);
    }

    /** Decodable media of a low rate: the memory of a recording holds many seconds of it. */
    private static ParticipantOptions recorded(String name, int seconds) {
        return ParticipantOptions.mirror(name, "me")
                .sending(Codec.VP8)
                .lasting(Duration.ofSeconds(seconds))
                .with("recordingMode", "muxed")
                .with("audioFx", "volume volume=0.9")
                .with("width", Stimulus.WIDTH)
                .with("height", Stimulus.HEIGHT)
                .playing(stimulus.clips(Codec.VP8));
    }

    private static ParticipantOptions unrecorded(String name) {
        return ParticipantOptions.mirror(name, "me")
                .with("recordingMode", "none")
                .lasting(Duration.ofSeconds(60));
    }

    /** Both calls, live: nothing is lost, and nothing is late. */
    private static void goOn(Duration time, HeadlessParticipant... calls) {
        for (HeadlessParticipant call : calls) {
            long lost = call.lost();
            long video = call.received(MediaKind.VIDEO);
            long begin = System.nanoTime();
            call.hear(time.dividedBy(calls.length));
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(time.dividedBy(calls.length).plusMillis(500));
            assertThat(call.lost()).isEqualTo(lost);
            assertThat(call.received(MediaKind.VIDEO)).isGreaterThan(video + time.toMillis() / 60 / calls.length);
        }
    }

    private static void awaitEvent(String message, String interaction) {
        server.awaitOutput(line -> line.contains(message) && line.contains(interaction), PATIENCE);
    }

    private static List<JsonNode> incidents(JsonNode manifest, String kind) {
        return manifest.findValue("incidents").findParents("kind").stream()
                .filter(incident -> incident.path("kind").asText().equals(kind))
                .toList();
    }

    private static void assertWithoutGap(RecordedRun run, JsonNode manifest, double seconds) throws IOException {
        assertThat(manifest.path("state").asText()).isEqualTo("complete");
        assertThat(run.media()).hasSize(2);
        for (Path file : run.media()) {
            assertThat(MediaTimes.decodingErrors(file)).isEmpty();
            assertContinuous(MediaTimes.packets(file, "v:0"), 0.09, seconds);
            assertContinuous(MediaTimes.packets(file, "a:0"), 0.05, seconds);
        }
        assertThat(manifest.findValues("gaps")).hasSize(4).allMatch(JsonNode::isEmpty);
    }

    private static void assertContinuous(List<Double> times, double step, double seconds) {
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isLessThan(step);
        }
        assertThat(times.get(times.size() - 1) - times.get(0)).isGreaterThan(seconds - 0.8);
    }

    @Test
    @Order(1)
    void afterThreeSecondsNothingIsMissing() throws Exception {
        try (HeadlessParticipant frozen = join(recorded("three-seconds", 8));
                HeadlessParticipant other = join(unrecorded("three-other"))) {
            frozen.await(Milestone.START);
            other.await(Milestone.START);
            frozen.hear(Duration.ofMillis(1500));
            disk.freeze();
            goOn(Duration.ofSeconds(3), frozen, other);
            awaitEvent("recording_stalled", "three-seconds");
            disk.thaw();
            awaitEvent("recording_resumed", "three-seconds");
            frozen.await(Milestone.END);
            RecordedRun run = RecordedRun.of(disk.path(), "three-seconds");
            JsonNode manifest = run.finalManifest();
            assertWithoutGap(run, manifest, 8);
            assertThat(incidents(manifest, "recording_resumed")).singleElement().matches(i -> !i.has("from"));
        }
    }

    @Test
    @Order(2)
    void anEndMeanwhileTellsTheTruthAndTheFilesAreCompletedLater() throws Exception {
        try (HeadlessParticipant me = join(recorded("over-the-end", 5))) {
            me.await(Milestone.START);
            me.hear(Duration.ofSeconds(3));
            disk.freeze();
            JsonNode files = me.await(Milestone.FILES).payload();
            assertThat(files.path("me")).hasSize(2);
            me.await(Milestone.END);
            assertThat(me.await(Milestone.END).sinceJoin()).isLessThan(Duration.ofSeconds(14));
            awaitEvent("incompleteFiles", "over-the-end");
            disk.thaw();
            RecordedRun run = RecordedRun.of(disk.path(), "over-the-end");
            assertWithoutGap(run, run.finalManifest(), 5);
        }
    }

    @Test
    @Order(3)
    void pastTheMemoryThereIsAGapWithItsReason() throws Exception {
        pastTheMemory(10);
    }

    @Test
    @Order(3)
    @Tag("long")
    void afterThirtySecondsToo() throws Exception {
        pastTheMemory(30);
    }

    private static void pastTheMemory(int seconds) throws Exception {
        String name = "past-" + seconds;
        // Synthetic media of about 1.2 Mbit/s fills the memory in some six seconds.
        ParticipantOptions fast = ParticipantOptions.mirror(name, "me")
                .lasting(Duration.ofSeconds(seconds + 8))
                .with("recordingMode", "muxed");
        try (HeadlessParticipant me = join(fast);
                HeadlessParticipant other = join(unrecorded(name + "-other"))) {
            me.await(Milestone.START);
            other.await(Milestone.START);
            me.hear(Duration.ofSeconds(2));
            disk.freeze();
            goOn(Duration.ofSeconds(seconds), me, other);
            disk.thaw();
            me.await(Milestone.END);
            RecordedRun run = RecordedRun.of(disk.path(), name);
            JsonNode manifest = run.finalManifest();
            JsonNode gap = incidents(manifest, "recording_resumed").get(0);
            double from = gap.path("from").asDouble();
            double to = gap.path("to").asDouble();
            System.out.printf("disk frozen for %d s with 1 MiB: nothing from %.2f to %.2f s%n", seconds, from, to);
            assertThat(from).isBetween(4.0, 2.5 + seconds);
            assertThat(to).isBetween(2.0 + seconds, 4.0 + seconds);
            assertThat(incidents(manifest, "recording_stalled"))
                    .isNotEmpty()
                    .allMatch(incident -> !incident.path("reason").asText().isEmpty());
            assertThat(run.media()).hasSize(1);
            for (String stream : List.of("v:0", "a:0")) {
                List<Double> times = MediaTimes.packets(run.media().get(0), stream);
                assertMissingOnly(times, from, to);
            }
            assertThat(manifest.findValues("gaps"))
                    .anyMatch(list -> !list.isEmpty())
                    .allSatisfy(list -> assertThat(list)
                            .allMatch(missing -> missing.path("reason").asText().equals("disk")));
        }
    }

    /** Video goes on with the next key frame, which is asked for. */
    private static void assertMissingOnly(List<Double> times, double from, double to) {
        double before = from - 0.2;
        double after = to + 1;
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i) - times.get(i - 1) > 0.1) {
                assertThat(times.get(i - 1)).isGreaterThan(before);
                assertThat(times.get(i)).isLessThan(after);
            }
        }
        assertThat(times.stream().filter(time -> time < before || time > after).count())
                .isGreaterThan(100);
    }

    /**
     * The server has ended when its first thread is gone. The kernel keeps the rest of the process until the disk answers
     * the threads that ask it something.
     */
    private static void assertEndsOnSigterm() throws IOException {
        long begin = System.nanoTime();
        Tool.text("kill", Long.toString(server.pid()));
        await("the end of the server").atMost(PATIENCE).until(FrozenDiskTest::hasEnded);
        System.out.printf("SIGTERM while the disk hangs: %.1f s%n", (System.nanoTime() - begin) / 1e9);
    }

    private static boolean hasEnded() throws IOException {
        Path status = Path.of("/proc/" + server.pid() + "/status");
        return !Files.exists(status) || Files.readString(status).contains("State:\tZ");
    }

    @Test
    @Order(4)
    void aDiskThatIsGoneForGoodStopsNeitherOtherCallsNorTheServersEnd() throws Exception {
        try (HeadlessParticipant frozen = join(recorded("for-good", 120))) {
            frozen.await(Milestone.START);
            frozen.hear(Duration.ofSeconds(2));
            disk.freeze();
            logDisk.freeze();
            awaitEvent("recording_stalled", "for-good");
            // Nobody waits for this disk: not those who come, recorded or not, and not those who are there.
            try (HeadlessParticipant refused = join(recorded("for-good-next", 60));
                    HeadlessParticipant more = join(recorded("for-good-more", 60));
                    HeadlessParticipant other = join(unrecorded("for-good-other"))) {
                other.await(Milestone.START);
                goOn(Duration.ofSeconds(10), frozen, other);
                // By now the container's log, whose disk hangs too, has got lines about what waits.
                try (HeadlessParticipant late = join(unrecorded("for-good-late"))) {
                    late.await(Milestone.START);
                }
                for (HeadlessParticipant one : List.of(refused, more)) {
                    assertThat(one.await(Milestone.REFUSED).payload().toString())
                            .contains("disk");
                }
                // The container waits for its own log at its very end, as long as the system lets it.
                logDisk.thaw();
                assertEndsOnSigterm();
                frozen.await(Milestone.END);
                other.await(Milestone.END);
            }
        }
        disk.thaw();
        server.close();
        server = starter().start();
        RecordedRun run = RecordedRun.of(disk.path(), "for-good");
        assertThat(run.finalManifest().path("state").asText()).isEqualTo("salvaged");
        assertThat(run.media()).hasSize(2);
        for (Path file : run.media()) {
            assertThat(MediaTimes.packets(file, "v:0").size()).isGreaterThan(20);
        }
        assertThat(run.files()).contains("events.jsonl");
        assertThat(Files.readString(logFile())).contains("app_started", "recording_stalled");
        disk.freeze();
        assertEndsOnSigterm();
        disk.thaw();
    }
}
