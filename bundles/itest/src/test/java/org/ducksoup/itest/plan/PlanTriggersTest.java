package org.ducksoup.itest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.testkit.peer.FrameOrigin;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Loudness;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.Transcript;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Test;

/** Steps that wait for people: who speaks, marks a moment, leaves and comes back. The server is killed in the end. */
class PlanTriggersTest {
    private static final String PLAN = """
            title: Steps that wait for people
            duration: 60
            roles: [a, b]
            recordingMode: muxed
            audioOnly: true
            effects:
              b:
                audioFx: volume volume=1 name=voice
            conditions:
              only: {}
            timeline:
              - step: heard
                when: { speech: a, for: 0.5, limit: 5, refractory: 1 }
                do: { set: b.voice.volume, to: 0.5 }
              - step: marked
                when: { marker: go, of: a }
                do: { message: a, text: "you marked" }
              - step: gone
                when: { leaves: a, limit: 5 }
                do: { message: b, text: "a is gone" }
              - step: back
                when: { returns: a, limit: 5 }
                do: { message: b, text: "a is back" }
            """;

    private static final Pattern SINCE = Pattern.compile("since ([0-9.]+) s");

    private static void awaitMessage(HeadlessParticipant participant, String text) {
        await(text).atMost(Duration.ofSeconds(20)).until(() -> participant.transcript().entries().stream()
                .filter(entry -> entry.origin() == FrameOrigin.SERVER)
                .map(Transcript.Entry::text)
                .anyMatch(frame -> frame.contains(text)));
    }

    private static ParticipantOptions options(String user, String role) {
        return ParticipantOptions.planned("people-1", user, "people", role).withoutVideo();
    }

    @Test
    void comeWhenPeopleDoWhatTheyWaitFor() throws Exception {
        Loudness twice = Loudness.SILENT
                .speaking(Duration.ofSeconds(5), Duration.ofSeconds(7))
                .speaking(Duration.ofSeconds(10), Duration.ofSeconds(11));
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .withFile("etc/plans/people.yaml", PLAN)
                        .start();
                HeadlessClients clients = HeadlessClients.open()) {
            HeadlessParticipant deaf =
                    clients.join(server.signaling(), options("ann", "a").withoutLoudness());
            deaf.await(Milestone.CLOSED);
            assertThat(deaf.transcript().toString()).contains("error-join");
            HeadlessParticipant bob = clients.join(server.signaling(), options("bob", "b"));
            HeadlessParticipant ann =
                    clients.join(server.signaling(), options("ann", "a").speaking(twice));
            ann.await(Milestone.START);
            ann.mark("go", "1");
            awaitMessage(ann, "you marked");
            // An edit is read within a second, and changes nothing in a call.
            Path file = server.directory().resolve("etc/plans/people.yaml");
            Files.writeString(file, PLAN.replace("a is back", "an edit").replace("to: 0.5", "to: 3"));
            ann.hear(Duration.ofSeconds(12));
            ann.close();
            awaitMessage(bob, "a is gone");
            HeadlessParticipant again =
                    clients.join(server.signaling(), options("ann", "a").speaking(Loudness.SILENT));
            again.await(Milestone.START);
            awaitMessage(bob, "a is back");
            assertThat(bob.transcript().toString()).doesNotContain("an edit");

            RecordedRun run = RecordedRun.of(server.directory().resolve("data"), "people-1");
            await().until(() ->
                    Files.readString(run.directory().resolve("timeline.csv")).contains("\nback,"));
            await("a manifest that a crash leaves")
                    .until(() -> run.manifest().at("/plan/acts").asInt() >= 5);
            server.kill();
            List<String> lines = Files.readAllLines(run.directory().resolve("timeline.csv"));
            lines.forEach(System.out::println);
            List<double[]> heard = lines.stream()
                    .filter(line -> line.startsWith("heard,"))
                    .map(PlanTriggersTest::times)
                    .toList();
            assertThat(heard).hasSize(2);
            for (double[] times : heard) {
                assertThat(times[1] - times[0])
                        .as("due after half a second of speech")
                        .isCloseTo(0.5, within(0.001));
                assertThat(times[2] - times[1]).as("late").isBetween(0.0, 0.1);
            }
            assertThat(heard.get(1)[0] - heard.get(0)[0]).isCloseTo(5, within(0.1));
            assertThat(lines).filteredOn(line -> line.startsWith("heard,")).allMatch(line -> line.contains(",0.5,,"));
            assertThat(lines)
                    .anyMatch(line -> line.startsWith("marked,1,"))
                    .anyMatch(line -> line.startsWith("gone,1,"));
            JsonNode manifest = run.manifest();
            assertThat(manifest.path("state").asText()).isEqualTo("unfinished");
            assertThat(manifest.at("/plan/carriedOutUntil").asDouble()).isGreaterThan(10);
            assertThat(manifest.at("/marks/0/name").asText()).isEqualTo("go");
        }
    }

    /** When speech began, when the act was due, and when it was done. */
    private static double[] times(String line) {
        // The cause is in quotes, because it has a comma.
        String[] fields = line.replaceAll("\"[^\"]*\"", "").split(",");
        Matcher since = SINCE.matcher(line);
        assertThat(since.find()).as(line).isTrue();
        return new double[] {
            Double.parseDouble(since.group(1)), Double.parseDouble(fields[3]), Double.parseDouble(fields[4])
        };
    }
}
