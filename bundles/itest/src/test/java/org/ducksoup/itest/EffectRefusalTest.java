package org.ducksoup.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.testkit.Arrival;
import org.ducksoup.testkit.HeadlessClients;
import org.ducksoup.testkit.HeadlessParticipant;
import org.ducksoup.testkit.Milestone;
import org.ducksoup.testkit.ParticipantOptions;
import org.ducksoup.testkit.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effects that cannot be, recordings that cannot be written: who asks is told, and calls go on. */
class EffectRefusalTest {
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audioFx | nosuchelement | nosuchelement",
                "audioFx | pitch nosuchproperty=1 | nosuchproperty",
                "audioFx | pitch pitch=high | pitch",
                "audioFx | pitch pitch=-5 | pitch",
                "audioFx | filesrc location=/etc/passwd | filesrc",
                "audioFx | pitch pitch=0.8 ! filesink location=/tmp/ducksoup-stolen | filesink",
                "audioFx | pitch pitch=0.8 ! | audioFx",
                "audioFx | 'pitch pitch=0.8; rm' | audioFx",
                "videoFx | coloreffects preset=nosuchpreset | preset",
                "videoFx | pitch pitch=0.8 | pitch",
                "videoFx | videotestsrc | videotestsrc"
            })
    void aWrongEffectIsRefusedWithAReason(String option, String effect, String key) throws IOException {
        ParticipantOptions options =
                ParticipantOptions.mirror("refused-" + System.nanoTime(), "me").with(option, effect.replace("'", ""));
        try (HeadlessParticipant participant = clients.join(server.signaling(), options)) {
            Arrival refused = participant.await(Milestone.REFUSED);
            participant.await(Milestone.CLOSED);
            JsonNode reason = refused.payload().path("payload").path("reason");
            assertThat(refused.payload().path("kind").asText()).isEqualTo("error-join");
            assertThat(reason.path("key").asText() + " " + reason.path("value").asText())
                    .contains(key);
            assertThat(reason.path("message").asText()).isNotBlank();
            assertThat(refused.sinceJoin()).isLessThan(Duration.ofSeconds(1));
        }
        assertThat(Path.of("/tmp/ducksoup-stolen")).doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeWrittenEndsTheRecordingAndNotTheCall() throws Exception {
        try (ServerProcess other = ServerProcess.of(Project.ASSEMBLY)
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .with("DUCKSOUP_DATA_DIR", "/proc/ducksoup")
                        .start();
                HeadlessParticipant participant = clients.join(
                        other.signaling(),
                        ParticipantOptions.mirror("unwritable", "me")
                                .with("recordingMode", "muxed")
                                .lasting(Duration.ofSeconds(4)))) {
            participant.await(Milestone.FIRST_KEY_FRAME);
            participant.await(Milestone.CLOSED);
            assertThat(participant.received(MediaKind.VIDEO)).isGreaterThan(250);
            JsonNode files = participant.await(Milestone.FILES).payload().path("me");
            assertThat(files.isArray()).isTrue();
            assertThat(files).isEmpty();
            assertThat(other.output(line -> line.contains("recording_failed"))).isNotEmpty();
        }
    }

    /** The modes without recording write not one byte. */
    @Test
    void noRecordingLeavesNoFile() throws Exception {
        try (HeadlessParticipant participant = clients.join(
                server.signaling(),
                ParticipantOptions.mirror("unrecorded", "me")
                        .with("recordingMode", "none")
                        .lasting(Duration.ofSeconds(2)))) {
            participant.await(Milestone.CLOSED);
        }
        TimeUnit.MILLISECONDS.sleep(200);
        Path data = server.directory().resolve("data/default/unrecorded");
        try (Stream<Path> files = Files.exists(data) ? Files.walk(data) : Stream.empty()) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
