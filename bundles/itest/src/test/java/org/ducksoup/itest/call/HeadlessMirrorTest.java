package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.Recording;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.peer.FrameOrigin;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The mirror of the assembled server with a headless participant, which uses this project's own transport as a client.
 */
@Tag("waits")
class HeadlessMirrorTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void runsForItsDuration(Codec codec) throws InterruptedException {
        ParticipantOptions options = ParticipantOptions.mirror("headless-" + codec, "me")
                .sending(codec)
                .lasting(Duration.ofSeconds(4));
        try (HeadlessParticipant participant =
                running.clients().join(running.server().signaling(), options)) {
            participant.await(Milestone.FIRST_KEY_FRAME);
            participant.await(Milestone.CLOSED);
            assertThat(participant.transcript().kinds(FrameOrigin.SERVER))
                    .filteredOn(kind -> !kind.equals("candidate"))
                    .containsExactly("joined", "offer", "start", "offer", "ending", "files", "end");
            assertThat(participant.received(MediaKind.VIDEO)).isGreaterThan(300);
            assertThat(participant.received(MediaKind.AUDIO)).isGreaterThan(150);
            assertThat(participant.lost()).isZero();
        }
        // A separate thread writes the event log.
        running.server()
                .awaitOutput(
                        line -> line.contains("headless-" + codec) && line.contains("interaction_deleted"),
                        Duration.ofSeconds(5));
        assertThat(running.output(line -> line.contains("headless-" + codec)))
                .anyMatch(line -> line.contains("in_track_received") && line.contains("video/" + codec.encodingName()))
                .anyMatch(line -> line.contains("interaction_started"))
                .anyMatch(line -> line.contains("interaction_deleted"));
    }

    /**
     * After SIGTERM the participants of a call hear that it is over, and get the names of the files, before the process
     * ends.
     */
    @Test
    void anOrderlyStopTellsTheParticipants() throws Exception {
        ServerProcess other = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_GENERATE_PLOTS", "true")
                .start();
        ParticipantOptions options = ParticipantOptions.mirror("stop", "me")
                .with("recordingMode", "muxed")
                .lasting(Duration.ofSeconds(60));
        try (HeadlessParticipant participant = running.clients().join(other.signaling(), options)) {
            participant.await(Milestone.FIRST_KEY_FRAME);
            participant.hear(Duration.ofSeconds(2));
            int status = other.stop(Duration.ofSeconds(10));
            participant.await(Milestone.CLOSED);
            JsonNode files = participant.await(Milestone.FILES).payload().path("me");
            String file = files.path(0).asText();
            Path recording = other.directory().resolve("data").resolve(file);
            assertThat(recording).isRegularFile();
            assertThat(Files.size(recording)).as("bytes of two seconds").isGreaterThan(10_000);
            // The size of the segment is known only in a complete file.
            assertThat(Recording.isFinished(recording)).as("finished %s", file).isTrue();
            Path run = recording.getParent().getParent();
            assertThat(run.resolve("report.html"))
                    .content()
                    .contains("shutdown, after 0:0", "Video bitrate", "</html>");
            assertThat(participant.transcript().kinds(FrameOrigin.SERVER)).containsSubsequence(List.of("files", "end"));
            assertThat(status).isIn(0, 143);
        } finally {
            other.close();
        }
    }
}
