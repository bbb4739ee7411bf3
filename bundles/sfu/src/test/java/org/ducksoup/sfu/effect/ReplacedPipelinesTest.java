package org.ducksoup.sfu.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundle that builds pipelines is replaced while a call goes on. */
class ReplacedPipelinesTest {
    private final FakePipelines before = new FakePipelines();
    private final FakePipelines after = new FakePipelines();

    private House house(String effectLost) {
        House house = new House("effectLost", effectLost);
        house.pipelines.setFactory(before);
        return house;
    }

    private static House.Client mirror(House house) {
        return house.join(Requests.withEffects(House.request("me", 1, 60), "pitch name=fx", "coloreffects"))
                .connect()
                .answer();
    }

    private void leave(House house) {
        house.pipelines.removeFactory(before);
        before.last().fail("media processing stops");
    }

    private static int sent(House.Client client) {
        return client.connection.senders.stream()
                .filter(s -> s.track().kind() == MediaKind.AUDIO)
                .mapToInt(s -> s.packets)
                .sum();
    }

    /** Packets that reach the other side of five sent ones. */
    private static int ofFive(House.Client me) {
        int already = sent(me);
        for (int i = 0; i < 5; i++) {
            me.audio.packet();
        }
        return sent(me) - already;
    }

    @ParameterizedTest
    @CsvSource({"mute, 0", "pass, 5"})
    void theNextOneBuildsTheSameWithTheSameValues(String effectLost, int meanwhile) {
        House house = house(effectLost);
        House.Client me = mirror(house);
        me.session.control(
                new EffectControl("fx", "pitch", new PropertyValue.FloatValue(1.5f), Duration.ofSeconds(1), null));
        assertThat(ofFive(me)).isEqualTo(5);
        leave(house);
        assertThat(ofFive(me)).isEqualTo(meanwhile);
        house.pipelines.setFactory(after);
        assertThat(after.last().specification).isEqualTo(before.last().specification);
        assertThat(after.last().controls).singleElement().satisfies(set -> assertThat(set)
                .contains("pitch", "1.5", "in 0"));
        assertThat(after.last().targets).isEqualTo(before.last().targets);
        assertThat(ofFive(me)).isEqualTo(5);
        assertThat(house.events(InteractionEvent.EffectLost.class))
                .extracting(InteractionEvent.EffectLost::kind)
                .containsExactly(MediaKind.AUDIO, MediaKind.VIDEO);
        assertThat(house.events(InteractionEvent.EffectRestarted.class))
                .extracting(InteractionEvent.EffectRestarted::kind)
                .containsExactly(MediaKind.AUDIO, MediaKind.VIDEO);
        assertThat(me.told()).doesNotContain("End");
    }

    @Test
    void theNextOneMayComeBeforeTheLastHasGone() {
        House house = house("mute");
        House.Client me = mirror(house);
        house.pipelines.setFactory(after);
        assertThat(after.built).as("the last one still works").isEmpty();
        house.pipelines.removeFactory(before);
        before.last().fail("media processing stops");
        assertThat(ofFive(me)).isEqualTo(5);
        assertThat(after.built).hasSize(1);
    }

    @Test
    void whoComesBackInBetweenGetsTheEffectWhenItIsThere() {
        House house = house("mute");
        House.Client me = mirror(house);
        leave(house);
        me.session.leave();
        House.Client again = house.join(Requests.withEffects(House.request("me", 1, 60), "pitch name=fx", null));
        assertThat(again.told()).as("as at any time without pipelines").containsExactly("Refused JOIN");
        house.pipelines.setFactory(after);
        assertThat(after.built).as("of a participant who has left").isEmpty();
        again = mirror(house);
        assertThat(again.told()).contains("Start");
        assertThat(List.copyOf(after.built)).hasSize(1);
    }

    @Test
    void anEffectThatFailsByItselfIsNotBuiltAnew() {
        House house = house("mute");
        House.Client me = mirror(house);
        before.last().fail("it is broken");
        assertThat(before.built).hasSize(1);
        assertThat(ofFive(me)).isZero();
        house.pipelines.setFactory(after);
        assertThat(after.built).as("another version may do better").hasSize(1);
        assertThat(ofFive(me)).isEqualTo(5);
    }
}
