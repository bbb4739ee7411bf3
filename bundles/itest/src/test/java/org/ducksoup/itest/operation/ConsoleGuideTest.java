package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.itest.tool.ConsoleTranscript;
import org.ducksoup.itest.tool.Guide;
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

/** The console prints what the operator's guide shows, in the situation that the guide describes. */
@Tag("waits")
class ConsoleGuideTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static ServerProcess server;
    private static HeadlessClients clients;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_API_TOKEN", "Jk3l/8sD+f2mXq0v5nB7wE9rT1yU4iO6")
                .withFile("etc/org.ducksoup.sfu.cfg", "waitForOthersSeconds = 600\n")
                .withFile("etc/plans/voice-dyad.yaml", new Guide("docs/experiments.md").example("voice-dyad.yaml"))
                .withFile("etc/plans/pilot.yaml", "duration: ten minutes\nroles: [a, b]\nconditions: {main: {}}\n")
                .withConsole()
                .start();
        clients = HeadlessClients.open();
        // Nobody needs the bundle of the commands to join, so it may come after the server is ready.
        await().atMost(PATIENCE).untilAsserted(() -> server.console("ducksoup:recordings"));
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    private static final class Play {
        private final Guide guide = new Guide("docs/operating.md");
        private final List<String> left = new ArrayList<>(guide.examples("console-"));

        Play() throws Exception {}

        void play(String name) throws Exception {
            left.remove("console-" + name);
            ConsoleTranscript transcript = new ConsoleTranscript(guide.example("console-" + name));
            String printed = printed(transcript.line());
            transcript.check(printed.replace(server.directory().toString(), "/srv/ducksoup")
                    .replace(server.origin(), "https://study.example"));
        }
    }

    /** Also of a command that fails. */
    private static String printed(String line) throws Exception {
        try {
            return server.console(line);
        } catch (AssertionError failed) {
            return failed.getMessage().substring(line.length() + 2);
        }
    }

    private static HeadlessParticipant join(ParticipantOptions options) {
        return clients.join(server.signaling(), options.lasting(Duration.ofSeconds(600)));
    }

    @Test
    void theConsolePrintsWhatTheGuideShows() throws Exception {
        Play guide = new Play();
        ParticipantOptions dyad = ParticipantOptions.of("dyad-17", "ann", 2).with("recordingMode", "muxed");
        try (HeadlessParticipant ann = join(dyad.with("audioFx", "volume volume=1 name=voice"))) {
            ann.await(Milestone.JOINED, PATIENCE);
            try (HeadlessParticipant bob = join(dyad.with("userId", "bob"))) {
                ann.await(Milestone.START, PATIENCE);
                bob.await(Milestone.START, PATIENCE);
                try (HeadlessParticipant eve =
                        join(ParticipantOptions.of("dyad-18", "eve", 2).with("recordingMode", "none"))) {
                    eve.await(Milestone.JOINED, PATIENCE);
                    guide.play("looking");
                }
                guide.play("steering");
                ann.await(Milestone.END, PATIENCE);
            }
        }
        RecordedRun run = RecordedRun.of(server.directory().resolve("data"), "dyad-17");
        run.finalManifest();
        guide.play("recordings");
        Path lost = run.media().stream()
                .filter(file -> file.getFileName().toString().contains("-u-bob-"))
                .findFirst()
                .orElseThrow();
        Files.delete(lost);
        guide.play("damaged");
        guide.play("plans");
        guide.play("trial");
        guide.play("settings");
        guide.play("parts");
        guide.play("effects");
        guide.play("workers");
        assertThat(server.console("ducksoup:workers --json").strip()).isEqualTo("[]");
        guide.play("nodes");
        assertThat(server.console("ducksoup:nodes --json").strip()).isEqualTo("[]");
        server.console("bundle:stop org.ducksoup.transport");
        guide.play("doctor");
        assertThat(guide.left).as("blocks that no test plays").isEmpty();
    }
}
