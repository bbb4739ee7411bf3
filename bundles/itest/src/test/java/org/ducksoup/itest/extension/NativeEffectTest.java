package org.ducksoup.itest.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.ducksoup.api.media.Codec;
import org.ducksoup.itest.tool.Guide;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.itest.tool.recording.Loudness;
import org.ducksoup.itest.tool.recording.MediaTimes;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The native effect of the guide for labs, built as the guide says, in a running server: it is installed and used, its process
 * crashes, it is removed; and nothing is left of it when the server is killed.
 */
@Tag("waits")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NativeEffectTest {
    private static final Duration CALL = Duration.ofSeconds(8);

    @TempDir
    private static Path directory;

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static Stimulus stimulus;

    @BeforeAll
    static void start() throws Exception {
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .withConsole()
                .start();
        clients = HeadlessClients.open();
        Guide guide = new Guide("docs/extending.md");
        Files.writeString(directory.resolve("gstrobot.c"), guide.example("native-source"));
        Files.writeString(
                directory.resolve("build.sh"),
                "set -e\ncd " + directory + "\n"
                        + guide.example("native-build").replace("amd64", System.getProperty("os.arch")));
        assertThat(Tool.text("sh", directory.resolve("build.sh").toString())).isEmpty();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    private static ParticipantOptions mirror(String interaction, String audioFx) {
        return ParticipantOptions.mirror(interaction, "me")
                .with("recordingMode", "muxed")
                .with("audioFx", audioFx)
                .with("width", Stimulus.WIDTH)
                .with("height", Stimulus.HEIGHT)
                .with("frameRate", Stimulus.RATE)
                .lasting(CALL)
                .playing(stimulus.clips(Codec.VP8));
    }

    private static JsonNode workers() throws Exception {
        return JsonMapper.builder().build().readTree(server.console("ducksoup:workers --json"));
    }

    private static List<String> kinds(JsonNode manifest) {
        List<String> kinds = new ArrayList<>();
        manifest.path("incidents")
                .forEach(incident -> kinds.add(incident.path("kind").asText()));
        return kinds;
    }

    @Test
    @Order(1)
    void itIsInstalledAndChangesAVoice() throws Exception {
        assertThat(server.console("ducksoup:workers")).contains("No effect runs in a process of its own");
        server.console("ducksoup:deploy " + directory.resolve("robot.jar"));
        await().untilAsserted(() ->
                assertThat(server.console("ducksoup:effect robot")).contains("frequency", "1.0 to 500.0"));
        try (HeadlessParticipant wrong = clients.join(server.signaling(), mirror("wrong", "robot frequency=501"))) {
            assertThat(wrong.await(Milestone.REFUSED).toString()).contains("from 1 to 500");
        }
        try (HeadlessParticipant me =
                clients.join(server.signaling(), mirror("robot", "robot frequency=500 name=fx"))) {
            me.await(Milestone.FIRST_AUDIO_PACKET);
            assertThat(server.console("ducksoup:workers")).contains("robot/me, audio", " %");
            me.send("client_control", "{\"name\":\"fx\",\"property\":\"frequency\",\"value\":450}");
            me.await(Milestone.FILES);
        }
        RecordedRun run = RecordedRun.of(server.directory().resolve("data"), "robot");
        assertThat(run.finalManifest().path("controls")).hasSize(1);
        assertThat(kinds(run.finalManifest())).isEmpty();
        double difference = Loudness.difference(run);
        System.out.printf("a ring modulator in a worker: %.2f dB%n", difference);
        assertThat(difference).isCloseTo(-3.0, within(2.0));
    }

    @Test
    @Order(2)
    void itsCrashCostsNobodyElseAnything() throws Exception {
        try (HeadlessParticipant other = clients.join(server.signaling(), mirror("other", "pitch pitch=0.8"));
                HeadlessParticipant me = clients.join(server.signaling(), mirror("crash", "robot name=fx"))) {
            other.await(Milestone.FIRST_AUDIO_PACKET);
            me.await(Milestone.FIRST_AUDIO_PACKET);
            StreamSupport.stream(workers().spliterator(), false)
                    .filter(worker -> !worker.path("media").isEmpty())
                    .forEach(worker -> kill(worker.path("pid").asLong()));
            server.awaitOutput(
                    line -> line.contains("crash") && line.contains("effect_restarted"), Duration.ofSeconds(5));
            me.await(Milestone.FILES);
            other.await(Milestone.FILES);
        }
        Path data = server.directory().resolve("data");
        JsonNode crashed = RecordedRun.of(data, "crash").finalManifest();
        assertThat(kinds(crashed)).containsExactly("effect_lost", "effect_restarted");
        assertThat(crashed.path("incidents").get(0).toString()).contains("signal SIGSEGV");
        double lost = crashed.path("incidents").get(0).path("time").asDouble();
        double back = crashed.path("incidents").get(1).path("time").asDouble();
        System.out.printf("a crash costs %.2f s%n", back - lost);
        assertThat(back - lost).isLessThan(2);
        for (JsonNode file : crashed.path("files")) {
            if (file.path("tap").asText().equals("dry")) {
                assertThat(file.path("tracks").findValues("gaps")).allMatch(JsonNode::isEmpty);
            }
        }
        for (Path file : RecordedRun.of(data, "crash").media()) {
            assertThat(MediaTimes.decodingErrors(file)).as("errors in %s", file).isEmpty();
        }
        assertThat(kinds(RecordedRun.of(data, "other").finalManifest())).isEmpty();
    }

    private static void kill(long pid) {
        try {
            assertThat(Tool.text("kill", "-SEGV", Long.toString(pid))).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(3)
    void itIsGoneWithItsBundle() throws Exception {
        server.console("bundle:uninstall org.example.robot");
        await().untilAsserted(() ->
                assertThat(server.console("ducksoup:effects --json")).doesNotContain("\"robot\""));
        try (HeadlessParticipant late = clients.join(server.signaling(), mirror("late", "robot"))) {
            assertThat(late.await(Milestone.REFUSED).toString()).contains("robot");
        }
    }

    @Test
    @Order(4)
    void noProcessOutlivesAServerThatIsKilled() throws Exception {
        server.console("ducksoup:deploy " + directory.resolve("robot.jar"));
        await().untilAsserted(() ->
                assertThat(server.console("ducksoup:effects --json")).contains("\"robot\""));
        try (HeadlessParticipant me = clients.join(server.signaling(), mirror("killed", "robot"))) {
            me.await(Milestone.FIRST_AUDIO_PACKET);
            List<Long> pids = StreamSupport.stream(workers().spliterator(), false)
                    .map(worker -> worker.path("pid").asLong())
                    .toList();
            assertThat(pids).isNotEmpty();
            // One of them cannot notice by itself that the server is gone.
            assertThat(Tool.text("kill", "-STOP", pids.get(0).toString())).isEmpty();
            server.kill();
            await().until(() ->
                    pids.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
        }
    }

    /** Without bubblewrap, the start says what is not kept, and the effect runs all the same. */
    @Test
    @Order(5)
    void withoutASandboxTheStartSaysWhatIsNotKept() throws Exception {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        for (String path : System.getenv("PATH").split(":")) {
            File[] files = new File(path).listFiles();
            for (File file : files == null ? new File[0] : files) {
                Path link = programs.resolve(file.getName());
                if (!file.getName().equals("bwrap") && Files.notExists(link, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, file.toPath());
                }
            }
        }
        try (ServerProcess bare = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("PATH", programs.toString())
                .withFile("etc/org.ducksoup.gstreamer.cfg", "allowedEffects = pitch\n")
                .withConsole()
                .start()) {
            String[] sentence = {
                "cannot be put into a sandbox", "Install bubblewrap", "can read what the server can read"
            };
            await().untilAsserted(() -> assertThat(bare.log()).contains(sentence));
            assertThat(bare.console("ducksoup:doctor")).contains(sentence);
            try (HeadlessParticipant me = clients.join(bare.signaling(), mirror("bare", "pitch pitch=0.8"))) {
                me.await(Milestone.FIRST_AUDIO_PACKET);
                assertThat(bare.console("ducksoup:workers")).contains("bare/me, audio");
            }
        }
    }
}
