package org.ducksoup.itest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.peer.FrameOrigin;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.Transcript;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a participant's browser gets of a plan: nothing that says a condition, an effect or a value, and the same in each condition. */
class BlindingTest {
    private static final String PLAN = """
            title: The secret hypothesis
            duration: 6
            roles: [a, b]
            recordingMode: none
            effects:
              a:
                audioFx: pitch pitch=1 name=larynx
                videoFx: videobalance brightness=0 name=lamp
            conditions:
              deeper-and-brighter: {}
              sham:
                shamOf: deeper-and-brighter
                neutral: { a.larynx.pitch: 1, a.lamp.brightness: 0 }
            assignment: { by: sequence }
            timeline:
              - step: descend
                when: { at: 2 }
                do:
                  - { ramp: a.larynx.pitch, to: 0.7731, attack: 1 }
                  - { set: a.lamp.brightness, to: 0.2279 }
              - step: hint
                when: { at: 3 }
                do: { message: b, text: "Half of the time is over." }
            """;

    /** Whatever would tell. Names of steps and the plan's title belong to it. */
    private static final List<String> SECRETS = List.of(
            "larynx",
            "lamp",
            "pitch",
            "videobalance",
            "brightness",
            "0.7731",
            "0.2279",
            "deeper",
            "brighter",
            "sham",
            "descend",
            "hypothesis",
            "condition");

    private static final Pattern CHANGING = Pattern.compile("[0-9a-zA-Z+/_-]{16,}|[0-9]+(\\.[0-9]+)?");

    private static ServerProcess server;
    private static HeadlessClients clients;

    @BeforeAll
    static void start() {
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .withFile("etc/plans/talk.yaml", PLAN)
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    /** What both got, in one interaction. */
    private static List<String> played(String name) throws Exception {
        List<String> got = new ArrayList<>();
        try (HeadlessParticipant ann =
                        clients.join(server.signaling(), ParticipantOptions.planned(name, "ann", "talk", "a"));
                HeadlessParticipant bob =
                        clients.join(server.signaling(), ParticipantOptions.planned(name, "bob", "talk", "b"))) {
            ann.await(Milestone.END);
            bob.await(Milestone.END);
            got.addAll(received(ann));
            got.addAll(received(bob));
        }
        return got;
    }

    private static List<String> received(HeadlessParticipant participant) {
        return participant.transcript().entries().stream()
                .filter(entry -> entry.origin() == FrameOrigin.SERVER)
                .map(Transcript.Entry::text)
                .toList();
    }

    /** Candidates come when they are found, and marks of time and chance differ between any two calls. */
    private static List<String> shape(List<String> received) {
        return received.stream()
                .filter(line -> !line.contains("candidate"))
                .map(line -> CHANGING.matcher(line).replaceAll("#"))
                .sorted()
                .toList();
    }

    @Test
    void nothingTellsTheCondition() throws Exception {
        List<String> active = played("pair-1");
        List<String> sham = played("pair-2");
        assertThat(active).hasSizeGreaterThan(8);
        for (List<String> got : List.of(active, sham)) {
            String all = String.join("\n", got).toLowerCase(Locale.ROOT);
            assertThat(SECRETS).noneMatch(all::contains);
            assertThat(all).contains("half of the time is over");
        }
        assertThat(shape(sham)).isEqualTo(shape(active));
    }

    @Test
    void refusalsAndPublicPagesTellNothing() throws Exception {
        List<String> got = new ArrayList<>();
        for (ParticipantOptions wrong : List.of(
                ParticipantOptions.planned("wrong-1", "ann", "talk", "c"),
                ParticipantOptions.planned("wrong-2", "ann", "walk", "a"),
                ParticipantOptions.planned("wrong-3", "ann", "talk", "a").with("audioFx", "pitch pitch=2"),
                ParticipantOptions.planned("wrong-4", "ann", "talk", "a").with("condition", "x"),
                ParticipantOptions.planned("wrong-5", "ann", "talk", "a").with("audioOnly", true),
                ParticipantOptions.planned("wrong-6", "ann", "", "").with("trial", "00ff"))) {
            try (HeadlessParticipant ann = clients.join(server.signaling(), wrong)) {
                ann.await(Milestone.CLOSED);
                got.addAll(received(ann));
            }
        }
        for (String path : List.of(
                "/",
                "/health",
                "/ready",
                "/metrics",
                "/test/mirror/",
                "/stats/",
                "/api/v1/interactions",
                "/api/v1/plans")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            got.add(response.statusCode() == 200 ? response.body() : "");
        }
        String all = String.join("\n", got).toLowerCase(Locale.ROOT);
        assertThat(all).contains("allowed: a, b");
        assertThat(List.of("larynx", "lamp", "0.7731", "0.2279", "deeper", "brighter", "descend", "hypothesis"))
                .noneMatch(all::contains);
    }
}
