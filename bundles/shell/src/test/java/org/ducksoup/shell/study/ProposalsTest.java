package org.ducksoup.shell.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.pipeline.PropertyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion, and the values that are typed. */
class ProposalsTest {
    private static final EffectDescription PITCH = new EffectDescription(
            "pitch",
            EffectDescription.Origin.ELEMENT,
            MediaKind.AUDIO,
            "Pitch",
            "",
            "soundtouch",
            List.of(property("pitch", true), property("fixed", false)));

    private static EffectDescription.Property property(String name, boolean live) {
        return new EffectDescription.Property(
                name, EffectDescription.Type.FLOAT, "0.1", "10", "1", List.of(), live, "");
    }

    private final List<InteractionStatus> interactions = List.of(Study.running("room"));

    @Test
    void participantsAndEffectsOfWhatWasTypedBefore() {
        assertThat(Proposals.users(interactions, "room")).containsExactly("ann", "bob");
        assertThat(Proposals.users(interactions, "gone")).isEmpty();
        assertThat(Proposals.effects(interactions, "room", "ann")).containsExactly("voice", "loud", "picture");
        assertThat(Proposals.effects(interactions, "room", "bob")).isEmpty();
    }

    @Test
    void propertiesThatCanBeSetLive() {
        var available = List.of(PITCH);
        assertThat(Proposals.properties(interactions, "room", "ann", "voice", available))
                .containsExactly("pitch");
        assertThat(Proposals.properties(interactions, "room", "ann", "loud", available))
                .isEmpty();
    }

    @Test
    void numbersAreNumbersAndTheRestIsText() throws OperationException {
        assertThat(TypedControl.of("voice", "pitch", "0.8", 500, "ann").value())
                .isEqualTo(new PropertyValue.DoubleValue(0.8));
        assertThat(TypedControl.of("voice", "pitch", "0.8", 500, "ann").duration())
                .isEqualTo(Duration.ofMillis(500));
        assertThat(TypedControl.of("picture", "preset", "sepia", 0, "ann").value())
                .isEqualTo(new PropertyValue.StringValue("sepia"));
        assertThat(TypedControl.of("picture", "seed", "18446744073709551615", 0, "ann")
                        .value())
                .as("exactly, which a floating-point number is not")
                .isEqualTo(new PropertyValue.StringValue("18446744073709551615"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 5001})
    void theWayToAValueIsLimited(int millis) {
        assertThatThrownBy(() -> TypedControl.of("voice", "pitch", "1", millis, "ann"))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("0 to 5000 ms");
    }
}
