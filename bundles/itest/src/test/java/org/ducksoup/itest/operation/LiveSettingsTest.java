package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.Recording;
import org.ducksoup.testkit.peer.Arrival;
import org.ducksoup.testkit.peer.FrameOrigin;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files of {@code etc} are edited during a call. Each has the effect that docs/operating.md describes. */
@Tag("waits")
class LiveSettingsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static ServerProcess server;
    private static HeadlessClients clients;

    @BeforeAll
    static void start() {
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    @Test
    void theCallGoesOnAndTheNextOneHasTheNewValues() throws Exception {
        ParticipantOptions options = ParticipantOptions.mirror("running", "ann").lasting(Duration.ofSeconds(20));
        try (HeadlessParticipant running = clients.join(server.signaling(), options)) {
            running.await(Milestone.FIRST_KEY_FRAME);
            assertThat(running.await(Milestone.JOINED).payload().toString()).doesNotContain("turn.example");
            edit("org.ducksoup.signaling.cfg", "maxFrameRate = 25\n");
            edit("org.ducksoup.stats.cfg", "logFile = log/edited.log\n");
            edit(
                    "org.ducksoup.sfu.cfg",
                    "turnAddress = turn.example\nturnSecret = a secret\nvideoDefaultBitrate = 500000\nmtu = 1200\n");

            // The files are read at different moments.
            long begin = System.nanoTime();
            await().atMost(PATIENCE).until(() -> joined("next", 20).contains("turn.example"));
            await().atMost(PATIENCE).until(() -> joined("fast", 30), answer -> answer.contains("error-join"));
            await().atMost(PATIENCE).until(() -> {
                joined("logged", 20);
                return log().contains("interaction_created");
            });
            System.out.printf(
                    "live settings: all new values count %d ms after the edits%n",
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            assertThat(joined("refused", 30)).contains("frameRate");

            running.await(Milestone.CLOSED, Duration.ofSeconds(40));
            assertThat(running.transcript().kinds(FrameOrigin.SERVER))
                    .filteredOn(kind -> !kind.equals("candidate"))
                    .containsExactly("joined", "offer", "start", "offer", "ending", "files", "end");
            // 100 packets a second, during all edits.
            assertThat(running.received(MediaKind.VIDEO)).isGreaterThan(1500);
            assertThat(running.lost(MediaKind.VIDEO)).isZero();
        }
        assertThat(log()).doesNotContain("app_started", "app_ended");
        assertThat(server.awaitOutput(line -> line.contains("app_started"), Duration.ofSeconds(10)))
                .hasSize(1);
        assertThat(server.output(line -> line.contains("app_ended"))).isEmpty();
    }

    /** The UDP port is opened again, which ends running calls. */
    @Test
    void anEditOfTransportEndsTheCallInOrder() throws Exception {
        ParticipantOptions options =
                ParticipantOptions.mirror("ended", "ann").with("frameRate", 20).lasting(Duration.ofSeconds(120));
        try (HeadlessParticipant running = clients.join(server.signaling(), options)) {
            running.await(Milestone.FIRST_KEY_FRAME);
            edit("org.ducksoup.transport.cfg", "transportWide = true\n");
            String file =
                    running.await(Milestone.FILES).payload().path("ann").path(0).asText();
            running.await(Milestone.END);
            assertThat(Recording.isFinished(server.directory().resolve("data").resolve(file)))
                    .as("finished %s", file)
                    .isTrue();
        }
    }

    private static void edit(String file, String text) throws IOException {
        Files.writeString(server.directory().resolve("etc").resolve(file), text);
    }

    private static String log() throws IOException {
        Path log = server.directory().resolve("log").resolve("edited.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** The first answer to a participant who joins now. */
    private static String joined(String name, int frameRate) throws Exception {
        ParticipantOptions options = ParticipantOptions.mirror(name + "-" + System.nanoTime(), "bob")
                .with("frameRate", frameRate)
                .lasting(Duration.ofSeconds(1));
        try (HeadlessParticipant next = clients.join(server.signaling(), options)) {
            Arrival answer = (Arrival)
                    CompletableFuture.anyOf(next.milestone(Milestone.JOINED), next.milestone(Milestone.REFUSED))
                            .get(20, TimeUnit.SECONDS);
            if (next.hasReached(Milestone.JOINED)) {
                next.stop();
                next.await(Milestone.CLOSED);
            }
            return answer.payload().toString();
        }
    }
}
