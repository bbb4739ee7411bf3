package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is recorded in another way than the page asked for. */
class UnknownModeTest {
    private static final RecorderFactory RECORDER = request -> {
        throw new IOException("nothing is recorded in this test");
    };

    private final House house = new House();

    private House.Client join(String user, String mode) {
        return house.join(Requests.inMode(House.request(user, 2, 60), mode, false, false));
    }

    private static Reason refusal(House.Client client) {
        assertThat(client.told()).containsExactly("Refused JOIN");
        assertThat(client.closed).isTrue();
        return client.last(ServerMessage.Refused.class).reason();
    }

    @Test
    void aLabsRecorderThatIsNotThereIsNoFullRecording() {
        house.install("muxed");
        Reason reason = refusal(join("ann", "sizes"));
        assertThat(reason.key()).isEqualTo("recordingMode");
        assertThat(reason.value()).isEqualTo("sizes");
        assertThat(reason.message()).contains("sizes", "muxed", "bypass");
        house.install("sizes");
        assertThat(join("ann", "sizes").told()).doesNotContain("Refused JOIN");
        refusal(join("bob", "colours"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"muxed", "forced", "split", "free", "reenc", "passthrough"})
    void aBuiltInModeIsRefusedWhileItsRecorderIsReplaced(String mode) {
        Reason reason = refusal(join("ann", mode));
        assertThat(reason.key()).isEqualTo("recordingMode");
        assertThat(reason.message()).contains("replaced");
        house.install(mode);
        assertThat(join("ann", mode).told()).doesNotContain("Refused JOIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "bypass"})
    void modesThatRecordNothingNeedNoRecorder(String mode) {
        assertThat(join("ann", mode).told()).doesNotContain("Refused JOIN");
    }

    @Test
    void whereNothingIsRecordedNoRecorderIsMissed() {
        House silent = new House("noRecording", true);
        House.Client ann = silent.join(Requests.inMode(House.request("ann", 2, 60), "muxed", false, false));
        assertThat(ann.told()).doesNotContain("Refused JOIN");
    }

    @Test
    void whoComesBackIsNotRefused() {
        house.recorders.addFactory(RECORDER, Map.of("ducksoup.recorder.name", "sizes"));
        House.Client ann = join("ann", "sizes");
        House.Client bob = join("bob", "sizes");
        ann.connect();
        bob.connect();
        house.recorders.removeFactory(RECORDER, Map.of("ducksoup.recorder.name", "sizes"));
        ann.session.leave();
        assertThat(join("ann", "sizes").told()).doesNotContain("Refused JOIN");
    }
}
