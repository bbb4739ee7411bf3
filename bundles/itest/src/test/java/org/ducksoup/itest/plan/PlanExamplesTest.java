package org.ducksoup.itest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Guide;
import org.ducksoup.itest.tool.JoinToken;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Loudness;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plans of the guide in calls, word for word but for their times, which are shorter. Everybody has a join token. */
class PlanExamplesTest {
    private static final String SECRET = "a secret of thirty-two characters";

    private static ServerProcess server;
    private static HeadlessClients clients;

    @BeforeAll
    static void start() throws IOException {
        Guide guide = new Guide("docs/experiments.md");
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_JOIN_TOKEN_SECRET", SECRET)
                .withFile(
                        "etc/plans/voice-dyad.yaml",
                        shorter(
                                guide.example("voice-dyad.yaml"),
                                Map.of(
                                        "duration: 10:00",
                                        "duration: 12",
                                        "at: 2:00, jitter: 10",
                                        "at: 3, jitter: 1",
                                        "at: 5:00",
                                        "at: 6",
                                        "at: 8:00",
                                        "at: 9",
                                        "attack: 5",
                                        "attack: 1")))
                .withFile(
                        "etc/plans/smile.yaml",
                        shorter(
                                guide.example("smile-on-speech.yaml"),
                                Map.of(
                                        "duration: 8:00",
                                        "duration: 40",
                                        "from: 0:20",
                                        "from: 2",
                                        "refractory: 15",
                                        "refractory: 3",
                                        "for: 20",
                                        "for: 4",
                                        "for: 60",
                                        "for: 2")))
                .withFile(
                        "etc/plans/two-by-two.yaml",
                        shorter(
                                guide.example("two-by-two.yaml"),
                                Map.of("duration: 4:00", "duration: 12", "at: 0:30", "at: 3")))
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    private static String shorter(String plan, Map<String, String> times) {
        String changed = plan;
        for (Map.Entry<String, String> time : times.entrySet()) {
            assertThat(changed).contains(time.getKey());
            changed = changed.replace(time.getKey(), time.getValue());
        }
        return changed;
    }

    private static ParticipantOptions options(String interaction, String user, String plan, String role, String code)
            throws Exception {
        String claims = "\"interactionName\":\"" + interaction + "\",\"userId\":\"" + user + "\",\"plan\":\"" + plan
                + "\",\"role\":\"" + role + "\"" + (code.isEmpty() ? "" : ",\"condition\":\"" + code + "\"");
        return ParticipantOptions.planned(interaction, user, plan, role).with("token", JoinToken.of(SECRET, claims));
    }

    /** Code and condition. */
    private static List<String[]> key(String plan) throws IOException {
        Path file = server.directory().resolve("plan-state").resolve(plan + ".key.csv");
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
    }

    private static List<String> steps(RecordedRun run) throws IOException {
        List<String> lines = Files.readAllLines(run.directory().resolve("timeline.csv"));
        List<String> columns = List.of(lines.get(0).split(","));
        return lines.stream()
                .skip(1)
                .map(line -> line.replaceAll("\"[^\"]*\"", "").split(",", -1))
                .map(cells -> Stream.of("step", "act", "target", "value")
                        .map(column -> cells[columns.indexOf(column)])
                        .collect(Collectors.joining(" "))
                        .replaceAll(" +", " "))
                .toList();
    }

    /** A dot of a name is not in the path; a hash follows then. */
    private static RecordedRun run(String interaction) throws IOException {
        Path data = server.directory().resolve("data");
        String safe = interaction.replace(".", "");
        try (Stream<Path> names = Files.list(data.resolve("default"))) {
            String directory = names.map(name -> name.getFileName().toString())
                    .filter(name -> name.equals(safe) || name.startsWith(safe + "-"))
                    .findFirst()
                    .orElseThrow();
            return RecordedRun.of(data, directory);
        }
    }

    /** The code of an interaction's condition; its manifest is written a moment after the start. */
    private static String code(String interaction) {
        return await(interaction)
                .ignoreExceptions()
                .until(() -> run(interaction).manifest().at("/plan/condition").asText(), code -> !code.isEmpty());
    }

    @Test
    void aVoiceDyadWithItsSham() throws Exception {
        List<String> conditions = new ArrayList<>();
        for (String name : List.of("dyad-1", "dyad-2", "dyad-3", "dyad-4")) {
            try (HeadlessParticipant ann =
                            clients.join(server.signaling(), options(name, "ann", "voice-dyad", "speaker", ""));
                    HeadlessParticipant bob =
                            clients.join(server.signaling(), options(name, "bob", "voice-dyad", "listener", ""))) {
                ann.await(Milestone.START);
                if (name.equals("dyad-1")) {
                    ann.await(Milestone.END);
                    bob.await(Milestone.END);
                }
            }
            String code = code(name);
            conditions.add(key("voice-dyad").stream()
                    .filter(line -> line[0].equals(code))
                    .findFirst()
                    .orElseThrow()[1]);
        }
        assertThat(conditions)
                .as("two of each in four dyads")
                .containsExactlyInAnyOrder("lower", "lower", "sham", "sham");
        JsonNode plan = run("dyad-1").finalManifest().path("plan");
        assertThat(plan.path("acts").asInt()).isEqualTo(4);
        assertThat(steps(run("dyad-1")))
                .containsExactly(
                        "lower control voice.pitch 0.85",
                        "half-time message Half of the time is over.",
                        "half-time message Half of the time is over.",
                        "normal control voice.pitch 1");
    }

    @Test
    void aSmileWhenSomebodySpeaks() throws Exception {
        String[] smile = key("smile").stream()
                .filter(line -> line[1].equals("smile"))
                .findFirst()
                .orElseThrow();
        HeadlessParticipant nobody = clients.join(server.signaling(), options("talk-1", "ann", "smile", "teller", ""));
        nobody.await(Milestone.CLOSED);
        assertThat(nobody.transcript().toString()).contains("error-join", "condition");
        Loudness story = Loudness.SILENT.speaking(Duration.ofSeconds(4), Duration.ofSeconds(7));
        try (HeadlessParticipant ann = clients.join(
                        server.signaling(),
                        options("talk-1", "ann", "smile", "teller", smile[0]).speaking(story));
                HeadlessParticipant bob = clients.join(
                        server.signaling(),
                        options("talk-1", "bob", "smile", "listener", smile[0]).speaking(Loudness.SILENT))) {
            ann.await(Milestone.START);
            bob.hear(Duration.ofSeconds(12));
            ann.stop();
            bob.await(Milestone.END, Duration.ofSeconds(20));
        }
        assertThat(steps(run("talk-1")))
                .contains(
                        "smile control mouth.zoom 1.15",
                        "smile control mouth.zoom 1",
                        "nobody-speaks message Please go on with your story.")
                .endsWith("gone end ");
        assertThat(run("talk-1").finalManifest().at("/interaction/endReason").asText())
                .isEqualTo("plan");
        assertThat(run("talk-1").finalManifest().at("/plan/condition").asText()).isEqualTo(smile[0]);
    }

    @Test
    void twoByTwoWithinSubjects() throws Exception {
        List<String> codes = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            String name = "pair-17." + number;
            try (HeadlessParticipant ann =
                            clients.join(server.signaling(), options(name, "ann", "two-by-two", "a", ""));
                    HeadlessParticipant bob =
                            clients.join(server.signaling(), options(name, "bob", "two-by-two", "b", ""))) {
                ann.await(Milestone.START);
                bob.await(Milestone.START);
                if (number == 1) {
                    ann.mark("question", null);
                    ann.await(Milestone.END);
                }
            }
            codes.add(code(name));
        }
        assertThat(codes).as("each condition once").doesNotHaveDuplicates().hasSize(4);
        assertThat(steps(run("pair-17.1")))
                .filteredOn(step -> step.startsWith("change"))
                .hasSize(2);
        assertThat(steps(run("pair-17.1"))).contains("question message Please answer the question.");
    }
}
