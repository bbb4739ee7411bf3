package org.ducksoup.sfu.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.pipeline.PropertyValue.FloatValue;
import org.ducksoup.sfu.FakeReceiver;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Effects that are built again, because their page was reloaded or the browser sends another codec. */
class ReloadedEffectsTest {
    private final House house = new House();
    private final FakePipelines pipelines = new FakePipelines();

    @BeforeEach
    void use() {
        house.pipelines.setFactory(pipelines);
    }

    private static JoinRequest request() {
        return Requests.withEffects(House.request("me", 1, 60), "pitch name=fx", "blur");
    }

    private static EffectControl control(String effect, String property) {
        return new EffectControl(effect, property, new FloatValue(1.5f), Duration.ZERO, null);
    }

    @Test
    void aRememberedValueThatFitsNoMoreIsLoggedAndNothingElse() {
        House.Client me = house.join(request()).connect();
        me.session.control(control("fx", "pitch"));
        me.session.control(control("fx", "rate"));
        me.session.channelClosed();
        pipelines.effectName = "v2";
        House.Client again = house.join(request()).connect();
        assertThat(house.events(InteractionEvent.EffectLost.class)).isEmpty();
        assertThat(house.events(InteractionEvent.SignalingIgnored.class))
                .extracting(InteractionEvent.SignalingIgnored::reason)
                .containsExactly(
                        "fx.pitch was set before and fits no more: no effect is named fx",
                        "fx.rate was set before and fits no more: no effect is named fx");
        assertThat(pipelines.last().closed).isFalse();
        again.session.control(control("v2", "pitch"));
        assertThat(pipelines.last().controls).hasSize(1);
    }

    /** The operator edits etc/org.ducksoup.effects.cfg while somebody reloads. */
    @Test
    void anEditOfThePresetsIsForInteractionsThatBeginLater() {
        EffectPresets presets = new EffectPresets(Map.of("softer", "pitch pitch=0.9"));
        house.pipelines.setPresets(presets);
        JoinRequest request = Requests.withEffects(House.request("me", 1, 60), "softer", null);
        House.Client me = house.join(request).connect();
        me.session.channelClosed();
        presets.read(Map.of("softer", "volume volume=0.5"));
        house.join(request).connect();
        assertThat(pipelines.built).hasSize(2);
        assertThat(pipelines.built.get(1).specification).isEqualTo(pipelines.built.get(0).specification);
        assertThat(pipelines.built.get(0).specification.toString()).contains("pitch");
    }

    /** The first audio packet arrives between the packet that shows another video codec and the new pipeline. */
    @Test
    void soundFindsTheEffectsThatWereBuiltForAnotherVideoCodec() {
        House.Client me = house.join(request()).answer();
        Deque<Runnable> later = new ArrayDeque<>();
        house.pool = later::add;
        FakeReceiver video = new FakeReceiver(Codec.VP8, 1);
        FakeReceiver audio = new FakeReceiver(Codec.OPUS, 2);
        me.connection.listener.onTrack(video);
        me.connection.listener.onTrack(audio);
        while (!later.isEmpty()) {
            later.remove().run();
        }
        assertThat(pipelines.built).hasSize(2);
        assertThat(pipelines.built.get(0).closed).isTrue();
        int before = pipelines.built.get(1).pushed;
        audio.packet();
        assertThat(pipelines.built.get(1).pushed).isEqualTo(before + 1);
    }
}
