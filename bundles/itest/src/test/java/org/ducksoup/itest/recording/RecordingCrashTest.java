package org.ducksoup.itest.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ducksoup.api.media.Codec;
import org.ducksoup.itest.tool.Project;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL while real media is recorded. The next start completes the files, and at most one second is lost. */
@Tag("waits")
class RecordingCrashTest {
    private static final long SEED = 20261122;
    private static final double MAX_LOST = 1.0;

    private static HeadlessClients clients;
    private static Stimulus stimulus;

    @TempDir
    Path data;

    @BeforeAll
    static void start() throws Exception {
        clients = HeadlessClients.open();
        stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
    }

    @AfterAll
    static void stop() {
        clients.close();
    }

    /** One kill hits three interactions in different states. */
    @Test
    void threeMoments() throws Exception {
        crash(1);
    }

    @Test
    @Tag("long")
    void tenMoments() throws Exception {
        crash(4);
    }

    private void crash(int kills) throws Exception {
        Random random = new Random(SEED + kills);
        List<String> names = new ArrayList<>();
        List<Instant> killed = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            killed.add(runAndKill(kill, random, names));
        }
        try (ServerProcess next = server().start()) {
            awaitSalvage(next, names.size() / kills);
            double worst = 0;
            for (String name : names) {
                worst = Math.max(worst, check(name, killed.get(Integer.parseInt(name.split("-")[1]))));
            }
            System.out.printf(
                    "kill -9 at %d moments (seed %d): at most %.2f s lost%n", names.size(), SEED + kills, worst);
        }
    }

    private ServerStarter server() {
        return ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_DATA_DIR", data.toString());
    }

    private Instant runAndKill(int kill, Random random, List<String> names) throws InterruptedException {
        ServerProcess server = server().start();
        List<HeadlessParticipant> participants = new ArrayList<>();
        try {
            for (String mode : List.of("muxed", "split", "muxed")) {
                Codec codec = random.nextBoolean() ? Codec.H264 : Codec.VP8;
                String name = "crash-" + kill + "-" + participants.size() + "-" + mode;
                names.add(name);
                participants.add(clients.join(
                        server.signaling(),
                        ParticipantOptions.mirror(name, "me")
                                .sending(codec)
                                .lasting(Duration.ofSeconds(60))
                                .with("recordingMode", mode)
                                .with("width", Stimulus.WIDTH)
                                .with("height", Stimulus.HEIGHT)
                                .with("audioFx", participants.isEmpty() ? null : "volume volume=0.7")
                                .playing(stimulus.clips(codec))));
                participants.get(participants.size() - 1).await(Milestone.START);
                participants.get(0).hear(Duration.ofMillis(random.nextInt(1500)));
            }
            participants.get(0).hear(Duration.ofMillis(1500 + random.nextInt(1500)));
            Instant now = Instant.now();
            server.kill();
            return now;
        } finally {
            participants.forEach(HeadlessParticipant::close);
            server.close();
        }
    }

    private static void awaitSalvage(ServerProcess server, int runs) {
        await().untilAsserted(() -> assertThat(server.log().lines().filter(line -> line.contains("salvaged ")))
                .hasSizeGreaterThanOrEqualTo(runs));
    }

    /** @return seconds between the end of the last frame and the kill, for the worst track */
    private double check(String name, Instant killed) throws IOException {
        RecordedRun run = RecordedRun.of(data, name);
        JsonNode manifest = run.manifest();
        assertThat(manifest.path("state").asText()).as("manifest of %s", name).isEqualTo("salvaged");
        assertThat(manifest.at("/participants/0/userId").asText()).isEqualTo("me");
        Instant origin = Instant.parse(manifest.at("/run/origin").asText());
        double atKill = Duration.between(origin, killed).toMillis() / 1e3;
        double worst = 0;
        assertThat(manifest.path("files")).isNotEmpty();
        for (JsonNode file : manifest.path("files")) {
            Path media = run.directory().resolve(file.path("path").asText());
            assertThat(MediaTimes.decodingErrors(media))
                    .as("decoding %s", media)
                    .isEmpty();
            assertThat(file.path("finished").asBoolean()).isTrue();
            for (JsonNode track : file.path("tracks")) {
                double end =
                        track.path("offset").asDouble() + track.path("duration").asDouble();
                worst = Math.max(worst, atKill - end);
                assertThat(atKill - end)
                        .as("lost of %s of %s, killed at %s", track.path("kind"), media, atKill)
                        .isLessThanOrEqualTo(MAX_LOST);
            }
        }
        assertThat(run.files()).contains("events.jsonl");
        return worst;
    }
}
