package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.Recording;
import org.ducksoup.testkit.peer.FrameOrigin;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files of {@code etc} are edited in the middle of a call: what docs/operating.md says of each. */
class LiveSettingsTest {
    private static final int MOST_JOINS = 40;

    private static ServerProcess server;
    private static HeadlessClients clients;

    @BeforeAll
    static void start() {
        server = ServerProcess.of(Project.ASSEMBLY)
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

            long begin = System.nanoTime();
            int joins = awaitNextWith("turn.example");
            System.out.printf(
                    "live settings: join %d, %d ms after the edit, has the new value%n",
                    joins, Duration.ofNanos(System.nanoTime() - begin).toMillis());
            ParticipantOptions fast = ParticipantOptions.mirror("fast", "bob").with("frameRate", 30);
            try (HeadlessParticipant refused = clients.join(server.signaling(), fast)) {
                assertThat(refused.await(Milestone.REFUSED).payload().toString())
                        .contains("error-join", "frameRate");
            }

            running.await(Milestone.CLOSED, Duration.ofSeconds(40));
            assertThat(running.transcript().kinds(FrameOrigin.SERVER))
                    .filteredOn(kind -> !kind.equals("candidate"))
                    .containsExactly("joined", "offer", "start", "offer", "ending", "files", "end");
            // 100 a second, over all edits.
            assertThat(running.received(MediaKind.VIDEO)).isGreaterThan(1500);
            assertThat(running.lost(MediaKind.VIDEO)).isZero();
        }
        Path log = server.directory().resolve("log").resolve("edited.log");
        assertThat(log).content().contains("interaction_created").doesNotContain("app_started", "app_ended");
        assertThat(server.output(line -> line.contains("app_started"))).hasSize(1);
        assertThat(server.output(line -> line.contains("app_ended"))).isEmpty();
    }

    /** The UDP port is opened anew: that cannot be done under a call. */
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

    /** Joins, again and again, until somebody is told this. */
    private static int awaitNextWith(String text) {
        for (int i = 1; i <= MOST_JOINS; i++) {
            ParticipantOptions options = ParticipantOptions.mirror("next-" + i, "bob")
                    .with("frameRate", 20)
                    .lasting(Duration.ofSeconds(1));
            try (HeadlessParticipant next = clients.join(server.signaling(), options)) {
                boolean there =
                        next.await(Milestone.JOINED).payload().toString().contains(text);
                next.await(Milestone.CONNECTED);
                next.stop();
                next.await(Milestone.CLOSED);
                if (there) {
                    return i;
                }
            }
        }
        throw new AssertionError("the new value did not count in " + MOST_JOINS + " joins\n" + server.log());
    }
}
