package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A running study is seen and steered, from the console. */
@Tag("waits")
class StudyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static ServerProcess server;
    private static HeadlessClients clients;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                // One interaction waits meanwhile, for as long as the commands take.
                .withFile("etc/org.ducksoup.sfu.cfg", "waitForOthersSeconds = 600\n")
                .withConsole()
                .start();
        clients = HeadlessClients.open();
        // Nobody needs the bundle of the commands to join, so it may come after the server is ready.
        await().atMost(PATIENCE).untilAsserted(() -> server.console("ducksoup:status"));
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    private static HeadlessParticipant join(ParticipantOptions options) {
        return clients.join(server.signaling(), options.lasting(Duration.ofSeconds(600)));
    }

    /** The order in which they come is the order in which they are listed. */
    private static HeadlessParticipant joinAfter(HeadlessParticipant first, ParticipantOptions options) {
        first.await(Milestone.JOINED, PATIENCE);
        return join(options);
    }

    /** The documents that some commands print, one in each line. */
    private static List<JsonNode> json(String commands) throws Exception {
        List<JsonNode> documents = new ArrayList<>();
        for (String line : server.console(commands).lines().toList()) {
            documents.add(JSON.readTree(line));
        }
        return documents;
    }

    private static boolean received(HeadlessParticipant participant, String kind, String text) {
        return participant.transcript().entries().stream()
                .anyMatch(entry -> entry.kind().equals(kind) && entry.text().contains(text));
    }

    @Test
    void aStudyIsSeenAndSteered() throws Exception {
        assertThat(server.console("ducksoup:interactions; ducksoup:status"))
                .contains("There is no interaction now.", "Participants can join.");
        ParticipantOptions talk = ParticipantOptions.of("talk", "ann", 2).with("recordingMode", "muxed");
        try (HeadlessParticipant ann = join(talk.with("audioFx", "volume volume=1 name=loud"));
                HeadlessParticipant bob =
                        joinAfter(ann, talk.with("audioFx", null).with("userId", "bob"))) {
            ann.await(Milestone.START, PATIENCE);
            bob.await(Milestone.START, PATIENCE);
            try (HeadlessParticipant waiting = join(ParticipantOptions.of("other", "eve", 2))) {
                waiting.await(Milestone.JOINED, PATIENCE);
                whatTheOperatorSees();
                whatScriptsRead();
            }
            whatTheOperatorDoes(ann, bob);
            whatCannotBeDone();
            assertThat(json("ducksoup:stop --json talk").get(0).path("ended").asText())
                    .matches("[0-9a-f]{16}");
            ann.await(Milestone.FILES, PATIENCE);
            ann.await(Milestone.END, PATIENCE);
            assertThat(bob.hasReached(Milestone.FILES)).as("who was taken out").isFalse();
        }
        whatIsOnRecord();
    }

    private static void whatTheOperatorSees() throws Exception {
        String printed = server.console("ducksoup:interactions; ducksoup:watch --times 2 --interval 1;"
                + " ducksoup:info talk; ducksoup:control --help; ducksoup:kick --help");
        assertThat(printed)
                .containsPattern("talk +. running +. \\d+:\\d\\d of 10:00 +. ann, bob")
                .containsPattern("other +. waiting +. of 10:00 +. eve, 1 to come")
                .contains("volume volume=1 name=loud", "userId of the participant");
        assertThat(printed.lines().filter(line -> line.startsWith("talk "))).hasSize(3);
        assertThat(server.console("ducksoup:pipeline talk; ducksoup:pipeline other; ducksoup:pipeline --help"))
                .contains("ann, audio: running", "! volume name=effect-0", "in the language of Graphviz")
                .contains("There is no pipeline");
        assertThat(server.console("ducksoup:pipeline --dot talk ann"))
                .startsWith("digraph pipeline {")
                .contains("GstVolume", "audio-effect-0\\n[>]");
        assertThat(server.console("ducksoup:pipeline --dot talk bob")).isBlank();
        List<JsonNode> documents =
                json("ducksoup:info --json talk; ducksoup:info --json default/other; ducksoup:status --json");
        JsonNode talk = documents.get(0);
        assertThat(talk.path("state").asText()).isEqualTo("running");
        assertThat(talk.path("remaining").asDouble()).isBetween(300.0, 600.0);
        assertThat(talk.at("/participants/0/audioFx").asText()).contains("name=loud");
        assertThat(documents.get(1).at("/participants/0/userId").asText()).isEqualTo("eve");
        assertThat(documents.get(2).path("running").asInt()).isEqualTo(1);
        assertThat(documents.get(2).path("participants").asInt()).isEqualTo(3);
    }

    /** Each document is one line. */
    private static void whatScriptsRead() throws Exception {
        List<JsonNode> documents = json("ducksoup:interactions --json; ducksoup:watch --json --times 1;"
                + " ducksoup:pipeline --json talk; ducksoup:effects --json; ducksoup:effects --json --problems;"
                + " ducksoup:salvage --json");
        assertThat(documents).hasSize(6);
        for (JsonNode list : documents.subList(0, 2)) {
            assertThat(list.findValuesAsText("name")).containsExactly("talk", "other");
        }
        assertThat(documents.get(2).findValuesAsText("userId")).containsExactly("ann");
        assertThat(documents.get(2).at("/0/graph").asText()).startsWith("digraph");
        assertThat(documents.get(3).path("effects").findValuesAsText("name")).contains("pitch");
        assertThat(documents.get(4).isArray()).isTrue();
        assertThat(documents.get(5)).as("active runs are not touched").isEmpty();
    }

    private static void whatTheOperatorDoes(HeadlessParticipant ann, HeadlessParticipant bob) throws Exception {
        List<JsonNode> documents = json("ducksoup:message --json talk \"half of the time is over\";"
                + " ducksoup:message --json --user bob talk \"please sit closer\";"
                + " ducksoup:extend --json talk 60;"
                + " ducksoup:control --json --duration 200 talk ann loud volume 0.25;"
                + " ducksoup:info --json talk;"
                + " ducksoup:kick --json talk bob;"
                + " ducksoup:mark --json talk stimulus face-12; ducksoup:mark --json talk go");
        assertThat(documents.get(0).path("receivers").asInt()).isEqualTo(2);
        assertThat(documents.get(1).path("receivers").asInt()).isEqualTo(1);
        assertThat(documents.get(2).path("remaining").asDouble()).isBetween(300.0, 660.0);
        assertThat(documents.get(4).path("duration").asDouble()).isEqualTo(660.0);
        assertThat(documents.get(4).at("/participants/0/controls/loud.volume").asDouble())
                .isEqualTo(0.25);
        assertThat(documents.get(6).path("marked").asText()).isEqualTo("stimulus");
        assertThat(documents.get(7).path("marked").asText()).isEqualTo("go");
        bob.await(Milestone.END, PATIENCE);
        bob.await(Milestone.CLOSED, PATIENCE);
        assertThat(received(bob, "message", "please sit closer")).isTrue();
        assertThat(received(bob, "extended", "")).isTrue();
        assertThat(received(ann, "message", "sit closer")).isFalse();
        await().until(() -> received(ann, "message", "half of the time"));
        try (HeadlessParticipant again = join(ParticipantOptions.of("talk", "bob", 2))) {
            assertThat(again.await(Milestone.REFUSED, PATIENCE).toString()).contains("userId", "taken");
        }
        assertThat(server.console("ducksoup:drain; ducksoup:status; ducksoup:info talk"))
                .contains("1 go on", "cannot begin", "ducksoup:drain --off")
                .containsPattern("bob +. removed");
        try (HeadlessParticipant late = join(ParticipantOptions.mirror("late", "me"))) {
            assertThat(late.await(Milestone.REFUSED, PATIENCE).toString()).contains("about to stop");
        }
        assertThat(json("ducksoup:drain --json --off").get(0).path("draining").asBoolean())
                .isFalse();
    }

    /** Each is a sentence that says what is possible, and a failure for scripts. Nothing has changed. */
    private static void whatCannotBeDone() throws Exception {
        String before = withoutTime(json("ducksoup:info --json talk").get(0));
        for (String[] wrong : new String[][] {
            {"ducksoup:stop tlak", "no interaction is called tlak", "talk"},
            {"ducksoup:extend talk 0", "1 to 86400 s"},
            {"ducksoup:kick talk eve", "eve", "never joined", "ann"},
            {"ducksoup:message talk \" \"", "1 to 1000 characters"},
            {"ducksoup:mark talk \" \"", "1 to 100 characters"},
            {"ducksoup:control talk ann loud volume 99", "volume", "0 to 10"},
            {"ducksoup:control talk ann quiet volume 1", "quiet"},
            {"ducksoup:control --duration 6000 talk ann loud volume 1", "0 to 5000 ms"},
        }) {
            assertThatThrownBy(() -> server.console(wrong[0]))
                    .as(wrong[0])
                    .isInstanceOf(AssertionError.class)
                    .satisfies(thrown -> {
                        for (int i = 1; i < wrong.length; i++) {
                            assertThat(thrown.getMessage()).as(wrong[0]).contains(wrong[i]);
                        }
                    });
        }
        assertThat(withoutTime(json("ducksoup:info --json talk").get(0))).isEqualTo(before);
    }

    private static String withoutTime(JsonNode status) {
        return status.toString().replaceAll("\"remaining\":[0-9.]+", "");
    }

    private static void whatIsOnRecord() throws Exception {
        JsonNode manifest =
                RecordedRun.of(server.directory().resolve("data"), "talk").finalManifest();
        assertThat(manifest.at("/interaction/endReason").asText()).isEqualTo("stopped");
        assertThat(manifest.path("incidents").findValuesAsText("kind"))
                .contains("operator_message", "operator_extend", "operator_remove", "operator_stop");
        JsonNode control = manifest.at("/controls/0");
        assertThat(control.path("by").isNull()).isTrue();
        assertThat(control.path("target").asText()).isEqualTo("ann");
        assertThat(control.path("value").asDouble()).isEqualTo(0.25);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(server.output(line -> line.contains("operator_")))
                        .hasSize(7));
    }
}
