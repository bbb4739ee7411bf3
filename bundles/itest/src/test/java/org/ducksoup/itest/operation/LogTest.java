package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.MirrorPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.network.BadNetwork;
import org.ducksoup.itest.tool.network.RawConnection;
import org.ducksoup.testkit.network.Impairment;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The log of a server from its start to its end, with one call, read as a script for the original reads it. */
@Tag("waits")
class LogTest {
    @Test
    void oneCallFromStartToEnd() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .compilingLittle()
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .with("DUCKSOUP_LOG_FILE", "log/duck.log")
                        .with("DUCKSOUP_LOG_LEVEL", "4")
                        .with("GST_DEBUG", "2,GST_ELEMENT_FACTORY:4")
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            HeadlessParticipant participant = clients.join(
                    server.signaling(),
                    ParticipantOptions.mirror("logged", "ann")
                            .with("audioFx", "volume volume=0.5 name=fx")
                            .lasting(Duration.ofSeconds(4)));
            participant.await(Milestone.FIRST_KEY_FRAME);
            participant.send(
                    "client_control", "{\"name\":\"fx\",\"property\":\"volume\",\"value\":0.7,\"duration\":100}");
            participant.send("client_message", "hello");
            participant.send("ext_user_event", "inactive");
            participant.await(Milestone.CLOSED);
            participant.close();
            Path file = server.directory().resolve("log/duck.log");
            waitFor(file, "interaction_deleted");
            assertThat(server.log())
                    .as("rehearsals that failed, of sockets, interactions or connections")
                    .doesNotContain("first joins may take longer");
            assertThat(server.stop(Duration.ofSeconds(20))).isIn(0, 143);
            assertThat(Files.readString(file)).doesNotContain("rehearsal");
            for (String line : Files.readAllLines(file)) {
                lines.add(new ObjectMapper().readTree(line));
            }
            assertThat(server.output(line -> line.contains("GST_ELEMENT_FACTORY gst")))
                    .as("GStreamer's own lines on the standard error, but for those from before it was listened to")
                    .hasSizeLessThan(20);
            assertThat(server.awaitOutput(line -> line.contains(" ext_user_event "), Duration.ofSeconds(10)))
                    .as("pretty in DEV")
                    .singleElement()
                    .asString()
                    .contains("ext ", "source=client", "payload=inactive");
        }
        assertThat(lines.stream().map(line -> line.path("message").asText()).collect(Collectors.toSet()))
                .contains(
                        "app_started",
                        "websocket_upgraded",
                        "interaction_created",
                        "peer_joined",
                        "peer_server_started",
                        "server_create_offer_requested",
                        "server_signaling_state_changed",
                        "server_selected_candidate_pair",
                        "in_track_received",
                        "in_track_added",
                        "pipeline_created",
                        "pipeline_started",
                        "interaction_started",
                        "client_fx_control",
                        "client_message",
                        "ext_user_event",
                        "audio_in_bitrate",
                        "video_out_bitrate",
                        "interaction_ending_sent",
                        "interaction_ended",
                        "out_track_stopped",
                        "pipeline_stopped",
                        "pipeline_deleted",
                        "peer_server_ended",
                        "interaction_deleted",
                        "app_ended")
                .doesNotContain("app_panicked");
        assertThat(lines.get(0).path("message").asText()).isEqualTo("app_started");
        assertThat(lines.get(lines.size() - 1).path("message").asText()).isEqualTo("app_ended");
        List<JsonNode> gstreamer = lines.stream()
                .filter(line -> line.path("context").asText().equals("gstreamer"))
                .toList();
        System.out.printf("%d lines, %d of them GStreamer's%n", lines.size(), gstreamer.size());
        assertThat(gstreamer).anySatisfy(line -> {
            assertThat(line.path("message").asText()).contains("creating element \"volume\"");
            assertThat(line.path("GST_LEVEL").asInt()).isEqualTo(4);
            assertThat(line.path("level").asText()).isEqualTo("info");
            assertThat(line.path("from").asText()).startsWith("GStreamer:gstelementfactory.c:");
        });
    }

    /** Events of the manual's reference that only a bug, a broken plug-in or a missing plug-in can cause. */
    private static final Set<String> SHOWN_ELSEWHERE = Set.of(
            "app_panicked",
            "gstreamer_pipeline_error",
            "pipeline_not_found",
            "track_write_failed",
            "video_tracking",
            "no_such_element");

    /**
     * A study of three participants of whom one leaves, and a mirror with effects over a bad network. Together they
     * cause all other events of the reference.
     */
    @Test
    void everythingElseThatTheManualNamesHappens() throws Exception {
        List<List<String>> reference = Files.readAllLines(
                        Project.ROOT.resolve("bundles/stats/src/test/resources/manual-log-reference.txt"))
                .stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> List.of(line.split(" ")))
                .toList();
        List<JsonNode> lines = new ArrayList<>();
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .compilingLittle()
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .with("DUCKSOUP_LOG_FILE", "log/duck.log")
                        .with("DUCKSOUP_LOG_LEVEL", "4")
                        .start();
                HeadlessClients clients = HeadlessClients.open();
                Browser browser = new Browser(TestMedia.ordinary(Project.MEDIA), "ducksoup", "ducksoup");
                BadNetwork network = new BadNetwork(server, 9)) {
            Path file = server.directory().resolve("log/duck.log");
            List<HeadlessParticipant> three = new ArrayList<>();
            for (String user : List.of("ann", "bob", "zoé")) {
                three.add(clients.join(
                        server.signaling(),
                        ParticipantOptions.of("study", user, 3)
                                .with("audioFx", "volume volume=0.5 name=fx")
                                .lasting(Duration.ofSeconds(20))));
            }
            three.forEach(participant -> participant.await(Milestone.START));
            three.get(2).close();
            HeadlessParticipant ann = three.get(0);
            ann.send("client_control", "{\"name\":\"fx\",\"property\":\"volume\",\"value\":0.7,\"duration\":100}");
            for (List<String> line : reference) {
                if (line.contains("source")) {
                    ann.send(line.get(1), "1");
                }
            }
            try (RawConnection lost = new RawConnection(server.port(), "127.0.0.1")) {
                lost.write("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                assertThat(lost.status()).isEqualTo(404);
            }
            try (MirrorPage page = MirrorPage.start(
                    browser,
                    server,
                    network,
                    "videoFormat",
                    "VP8",
                    "videoFx",
                    "coloreffects preset=xpro name=face",
                    "duration",
                    "60")) {
                page.awaitState("running");
                network.udp.impair(
                        Impairment.NONE.delaying(Duration.ofMillis(30)).losing(0.3));
                for (String message : List.of("loss_threshold_exceeded", "pli_skipped", "gstreamer_pli_requested")) {
                    waitFor(file, message);
                }
                page.stop();
            }
            ann.await(Milestone.CLOSED);
            waitFor(file, "interaction_deleted");
            assertThat(server.stop(Duration.ofSeconds(20))).isIn(0, 143);
            for (String line : Files.readAllLines(file)) {
                lines.add(new ObjectMapper().readTree(line));
            }
        }
        SoftAssertions softly = new SoftAssertions();
        for (List<String> line : reference) {
            String message = line.get(1);
            List<JsonNode> found = lines.stream()
                    .filter(written -> written.path("message").asText().equals(message))
                    .toList();
            if (SHOWN_ELSEWHERE.contains(message)) {
                softly.assertThat(found).as(message).isEmpty();
            } else {
                softly.assertThat(found).as(message).isNotEmpty().allSatisfy(written -> {
                    assertThat(written.path("context").asText()).isEqualTo(line.get(0));
                    assertThat(written.fieldNames()).toIterable().containsAll(line.subList(2, line.size()));
                });
            }
        }
        softly.assertAll();
        System.out.printf(
                "%d of the manual's %d messages, in %d lines%n",
                reference.size() - SHOWN_ELSEWHERE.size(), reference.size(), lines.size());
    }

    private static void waitFor(Path file, String message) {
        await(message).atMost(Duration.ofSeconds(20)).until(() -> Files.readString(file)
                .contains(message));
    }
}
