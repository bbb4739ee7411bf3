package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinGrant;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.sfu.effect.FakePipelines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No real voice or face is sent to others when a disguise was requested, neither by another participant's recording
 * mode nor by a control message.
 */
class DisguiseTest {
    private final House house = new House();
    private final FakePipelines pipelines = new FakePipelines();

    @BeforeEach
    void install() {
        house.pipelines.setFactory(pipelines);
        house.install("muxed", "passthrough");
    }

    private static JoinRequest wanting(String user, String mode, @Nullable String audioFx) {
        return Requests.inMode(Requests.withEffects(House.request(user, 2, 60), audioFx, null), mode, false, false);
    }

    private static void assertRefused(House.Client client) {
        assertThat(client.told()).containsExactly("Refused JOIN");
        assertThat(client.closed).isTrue();
        assertThat(client.last(ServerMessage.Refused.class).reason().key()).isEqualTo("recordingMode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bypass", "passthrough", "direct", "rtpbin_only"})
    void anEffectIsRefusedWhereTheFirstJoinersModeHasNone(String mode) {
        House.Client first = house.join(wanting("ann", mode, null)).connect();
        int told = first.told().size();
        assertRefused(house.join(wanting("bob", "muxed", "pitch pitch=0.8 name=fx")));
        assertThat(first.told()).as("those inside notice nothing").hasSize(told);
        assertThat(house.join(wanting("cat", mode, null)).told()).doesNotContain("Refused JOIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bypass", "passthrough", "direct", "rtpbin_only"})
    void aModeWithoutEffectsIsRefusedWhereSomebodyHasOne(String mode) {
        House.Client first =
                house.join(wanting("ann", "none", "pitch pitch=0.8 name=fx")).connect();
        int told = first.told().size();
        assertRefused(house.join(wanting("bob", mode, null)));
        assertThat(first.told()).as("those inside notice nothing").hasSize(told);
    }

    @Test
    void bothInOneJoinAreRefused() {
        assertRefused(house.join(wanting("ann", "bypass", "pitch pitch=0.8 name=fx")));
        assertThat(pipelines.built).isEmpty();
    }

    private static EffectControl undo(@Nullable String userId) {
        return new EffectControl("fx", "pitch", new PropertyValue.FloatValue(1), Duration.ZERO, userId);
    }

    /**
     * @return the number of controls that reached the own effect, and the number that reached the other participant's
     */
    private int[] controlled(JoinGrant.Control granted) {
        JoinRequest own =
                Requests.granted(wanting("ann", "none", "pitch pitch=0.8 name=fx"), new JoinGrant(granted, Map.of()));
        House.Client ann = house.join(own).connect().answer();
        FakePipelines.Pipeline annPipeline = pipelines.last();
        house.join(wanting("bob", "none", "pitch pitch=0.8 name=fx")).connect().answer();
        FakePipelines.Pipeline bobPipeline = pipelines.last();
        ann.session.control(undo(null));
        ann.session.control(undo("bob"));
        return new int[] {annPipeline.controls.size(), bobPipeline.controls.size()};
    }

    @ParameterizedTest
    @CsvSource({"NONE, 0, 0", "OWN, 1, 0", "ALL, 1, 1"})
    void aTokenSaysWhoseEffectsMayBeControlled(JoinGrant.Control granted, int own, int others) {
        assertThat(controlled(granted)).containsExactly(own, others);
        assertThat(house.events(InteractionEvent.EffectControlled.class)).hasSize(own + others);
    }

    @Test
    void valuesThatTheTokenDoesNotHaveAreInTheLog() {
        house.join(Requests.granted(
                House.request("ann", 2, 60), new JoinGrant(JoinGrant.Control.NONE, Map.of("size", "8"))));
        assertThat(house.events(InteractionEvent.JoinValueIgnored.class))
                .singleElement()
                .satisfies(ignored -> {
                    assertThat(ignored.key()).isEqualTo("size");
                    assertThat(ignored.wanted()).isEqualTo("8");
                });
    }
}
