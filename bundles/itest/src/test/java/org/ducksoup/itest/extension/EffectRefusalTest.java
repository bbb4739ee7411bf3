package org.ducksoup.itest.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.peer.Arrival;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Impossible effects and recordings that cannot be written. The client that asks for them gets an error, and other
 * calls continue.
 */
@Tag("waits")
class EffectRefusalTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

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
        try (HeadlessParticipant participant =
                running.clients().join(running.server().signaling(), options)) {
            Arrival refused = participant.await(Milestone.REFUSED);
            participant.await(Milestone.CLOSED);
            JsonNode reason = refused.payload().path("payload").path("reason");
            assertThat(refused.payload().path("kind").asText()).isEqualTo("error-join");
            assertThat(reason.path("key").asText()).isEqualTo(option);
            assertThat(option + " " + reason.path("message").asText()).contains(key);
            assertThat(refused.sinceJoin()).isLessThan(Duration.ofSeconds(1));
        }
        assertThat(Path.of("/tmp/ducksoup-stolen")).doesNotExist();
    }
}
