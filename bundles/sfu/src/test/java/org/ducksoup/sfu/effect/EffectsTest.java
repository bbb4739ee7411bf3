package org.ducksoup.sfu.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.ducksoup.sfu.media.RecordingMode;
import org.junit.jupiter.api.Test;

/** Effects in an interaction: the media that passes a pipeline, and the loss of that pipeline. */
class EffectsTest {
    private final FakePipelines pipelines = new FakePipelines();

    private House house(String effectLost) {
        House house = new House("effectLost", effectLost);
        house.pipelines.setFactory(pipelines);
        return house;
    }

    private static House.Client mirror(House house) {
        return house.join(Requests.withEffects(House.request("me", 1, 60), "pitch pitch=0.8 name=fx", null))
                .connect()
                .answer();
    }

    private static int sent(House.Client client, MediaKind kind) {
        return client.connection.senders.stream()
                .filter(s -> s.track().kind() == kind)
                .mapToInt(s -> s.packets)
                .sum();
    }

    /** A socket that joins and sends nothing costs no pipeline, as often as it does so. */
    @Test
    void aPipelineIsBuiltWhenMediaCanFlow() {
        House house = house("mute");
        House.Client bare =
                house.join(Requests.withEffects(House.request("me", 1, 60), "pitch pitch=0.8 name=fx", "coloreffects"));
        bare.answer();
        bare.session.control(new EffectControl("fx", "pitch", new PropertyValue.FloatValue(1f), Duration.ZERO, null));
        assertThat(pipelines.last().started).isFalse();
        bare.connection.listener.onStateChange(ConnectionState.CONNECTED);
        assertThat(pipelines.last().started).isTrue();
        bare.media();
        assertThat(bare.told()).contains("Start");
    }

    @Test
    void whatComesBeforeThePipelineRunsGoesNowhereElse() {
        House house = house("mute");
        pipelines.startAtOnce = false;
        House.Client me = house.join(Requests.withEffects(House.request("me", 1, 60), "pitch", "coloreffects"))
                .connect()
                .answer();
        pipelines.last().dead = true;
        me.audio.packet();
        me.video.packet();
        assertThat(sent(me, MediaKind.AUDIO)).isZero();
        assertThat(sent(me, MediaKind.VIDEO)).isZero();
        assertThat(me.told()).doesNotContain("Start");
    }

    @Test
    void whatAnEffectGivesUpTooLateIsNotSent() {
        House house = house("mute");
        House.Client me = mirror(house);
        me.audio.packet();
        int before = sent(me, MediaKind.AUDIO);
        pipelines.last().overdue = true;
        me.audio.packet();
        assertThat(sent(me, MediaKind.AUDIO)).isEqualTo(before);
        pipelines.last().overdue = false;
        me.audio.packet();
        assertThat(sent(me, MediaKind.AUDIO)).isEqualTo(before + 1);
    }

    @Test
    void aConnectionThatIsOverBuildsNothing() {
        House house = house("mute");
        House.Client me = house.join(Requests.withEffects(House.request("me", 1, 60), "pitch", null));
        me.session.leave();
        me.connection.listener.onStateChange(ConnectionState.CONNECTED);
        assertThat(pipelines.last().started).isFalse();
        assertThat(pipelines.last().closed).isTrue();
    }

    @Test
    void onlyMediaWithAnEffectGoesThroughThePipeline() {
        House.Client me = mirror(house("mute"));
        me.audio.packet();
        me.video.packet();
        assertThat(pipelines.last().specification.media())
                .extracting(m -> m.codec())
                .containsExactly(Codec.OPUS);
        assertThat(sent(me, MediaKind.AUDIO)).isEqualTo(1);
        assertThat(sent(me, MediaKind.VIDEO)).isEqualTo(1);
        pipelines.last().dead = true;
        me.audio.packet();
        me.video.packet();
        assertThat(sent(me, MediaKind.AUDIO))
                .as("nothing goes around the pipeline")
                .isEqualTo(1);
        assertThat(sent(me, MediaKind.VIDEO)).isEqualTo(2);
    }

    @Test
    void aLostEffectMutesItsMediumAndIsInTheLog() {
        House house = house("mute");
        House.Client me = mirror(house);
        pipelines.last().fail("it died");
        me.audio.packet();
        me.video.packet();
        assertThat(sent(me, MediaKind.AUDIO)).isZero();
        assertThat(sent(me, MediaKind.VIDEO)).isEqualTo(1);
        assertThat(house.events(InteractionEvent.EffectLost.class))
                .extracting(InteractionEvent.EffectLost::reason)
                .containsExactly("it died");
        assertThat(me.closed).isFalse();
    }

    @Test
    void anEffectThatIsTooSlowIsTold() {
        House house = house("mute");
        House.Client me = mirror(house);
        pipelines.last().slow(MediaKind.AUDIO, 0.3);
        assertThat(house.events(InteractionEvent.EffectSlow.class))
                .extracting(InteractionEvent.EffectSlow::kind, InteractionEvent.EffectSlow::share)
                .containsExactly(tuple(MediaKind.AUDIO, 0.3));
        me.audio.packet();
        assertThat(sent(me, MediaKind.AUDIO))
                .as("what is changed in time is sent")
                .isEqualTo(1);
    }

    @Test
    void theInstallationMayLetTheMediumPass() {
        House.Client me = mirror(house("pass"));
        pipelines.last().fail("it died");
        me.audio.packet();
        assertThat(sent(me, MediaKind.AUDIO)).isEqualTo(1);
    }

    @Test
    void theInstallationMayEndTheInteraction() {
        House house = house("end");
        House.Client me = mirror(house);
        pipelines.last().fail("it died");
        assertThat(me.told()).endsWith("Files", "End");
        assertThat(house.events(InteractionEvent.InteractionEnded.class))
                .extracting(InteractionEvent.InteractionEnded::reason)
                .containsExactly(InteractionEvent.EndReason.EFFECT_LOST);
    }

    @Test
    void aWrongEffectIsRefusedAndTakesNoSeat() {
        House house = house("mute");
        House.Client wrong = house.join(Requests.withEffects(House.request("me", 1, 60), "nosuch", null));
        assertThat(wrong.told()).containsExactly("Refused JOIN");
        assertThat(wrong.last(ServerMessage.Refused.class).reason().value()).isEqualTo("nosuch");
        assertThat(wrong.closed).isTrue();
        House.Client malformed = house.join(Requests.withEffects(House.request("me", 1, 60), "pitch pitch=", null));
        assertThat(malformed.told()).containsExactly("Refused JOIN");
        assertThat(mirror(house).told()).contains("Joined", "Start");
        assertThat(pipelines.built).hasSize(1);
    }

    @Test
    void withoutPipelinesAnEffectIsRefusedAndAPlainMirrorIsNot() {
        House house = new House();
        House.Client me = house.join(Requests.withEffects(House.request("me", 1, 60), null, "coloreffects"));
        assertThat(me.told()).containsExactly("Refused JOIN");
        assertThat(me.last(ServerMessage.Refused.class).reason().value())
                .as("the player tries again")
                .isEqualTo("starting");
        assertThat(house.join("me", 1, 60).connect().told()).contains("Start");
    }

    @Test
    void controlsReachTheEffectAndSurviveAReconnection() {
        House house = house("mute");
        House.Client me = mirror(house);
        me.session.control(control("fx", 1.2f, 500));
        me.session.control(control("other", 1.2f, 500));
        assertThat(pipelines.last().controls).containsExactly("pitch=FloatValue[value=1.2] in 500");
        assertThat(house.events(InteractionEvent.EffectControlled.class)).hasSize(1);
        assertThat(house.events(InteractionEvent.SignalingIgnored.class)).hasSize(1);
        FakePipelines.Pipeline first = pipelines.last();
        me.session.channelClosed();
        assertThat(first.closed).isTrue();
        mirror(house);
        assertThat(pipelines.last()).isNotSameAs(first);
        assertThat(pipelines.last().controls).containsExactly("pitch=FloatValue[value=1.2] in 0");
    }

    private static EffectControl control(String name, float value, int millis) {
        return new EffectControl(name, "pitch", new PropertyValue.FloatValue(value), Duration.ofMillis(millis), null);
    }

    @Test
    void aBrowserThatSendsAnotherCodecGetsItsEffectAllTheSame() {
        House house = house("mute");
        House.Client me = house.join(Requests.withEffects(House.request("me", 1, 60), null, "coloreffects"));
        me.videoCodec = Codec.VP8;
        me.connect().answer();
        assertThat(pipelines.built).hasSize(2);
        assertThat(pipelines.built.get(0).closed).isTrue();
        assertThat(pipelines.last().specification.media().get(0).codec()).isEqualTo(Codec.VP8);
        me.video.packet();
        assertThat(sent(me, MediaKind.VIDEO)).isEqualTo(1);
    }

    @Test
    void keyFramesAreAskedOfWhoMakesThePicture() {
        House house = house("mute");
        House.Client me = house.join(Requests.withEffects(House.request("me", 1, 60), null, "coloreffects"));
        me.connect().answer();
        int atStart = pipelines.last().keyFrames;
        int asked = me.video.keyFrameRequests;
        house.timer.passSeconds(1);
        me.connection.senders.stream()
                .filter(s -> s.track().kind() == MediaKind.VIDEO)
                .forEach(s -> s.feedback.onKeyFrameRequest("PLI"));
        assertThat(pipelines.last().keyFrames).isEqualTo(atStart + 1);
        assertThat(me.video.keyFrameRequests).isEqualTo(asked);
        for (int i = 0; i < 50; i++) {
            pipelines.last().listener.onKeyFrameNeeded();
        }
        assertThat(me.video.keyFrameRequests).isEqualTo(asked + 1);
        house.timer.passSeconds(1);
        assertThat(me.video.keyFrameRequests)
                .as("and one for all that came too soon")
                .isEqualTo(asked + 2);
    }

    private List<Processing> processed(String mode, boolean gpu, boolean overlay) {
        House house = house("mute");
        house.install("free", "passthrough");
        JoinRequest request = House.request("me", 1, 60);
        if (RecordingMode.of(mode).has(RecordingMode.Feature.EFFECTS)) {
            request = Requests.withEffects(request, "pitch", "coloreffects");
        }
        house.join(Requests.inMode(request, mode, gpu, overlay)).connect().answer();
        return pipelines.built.isEmpty()
                ? List.of()
                : pipelines.last().specification.media();
    }

    @Test
    void modesWithoutEffectsForwardOrLeadThroughThePipelineAsItComes() {
        assertThat(processed("bypass", false, true)).isEmpty();
        assertThat(processed("passthrough", false, true)).isEmpty();
        assertThat(processed("direct", false, true))
                .extracting(Processing::treatment)
                .containsExactly(new Treatment.Unchanged(), new Treatment.Unchanged());
        assertThat(processed("rtpbin_only", false, false))
                .extracting(Processing::treatment)
                .containsExactly(new Treatment.Sorted(), new Treatment.Sorted());
    }

    /** A trial must not begin before its effect works, or it would not be the designed one. */
    @Test
    void theStartWaitsForTheEffects() {
        House house = house("mute");
        pipelines.startAtOnce = false;
        House.Client me = house.join(Requests.withEffects(House.request("me", 1, 60), "pitch", null));
        me.connect();
        assertThat(me.told()).containsExactly("Joined", "Offer");
        pipelines.last().listener.onStarted();
        assertThat(me.told()).containsExactly("Joined", "Offer", "Start", "Offer");
    }

    @Test
    void aPipelineThatCannotStartDoesNotHoldUpTheOthers() {
        House house = house("mute");
        pipelines.startAtOnce = false;
        House.Client me = house.join(Requests.withEffects(House.request("me", 1, 60), "pitch", null));
        me.connect();
        pipelines.last().fail("no such device");
        assertThat(me.told()).contains("Start");
    }

    @Test
    void freeDoesNotEnforceTheFrameRate() {
        assertThat(transcoded(processed("free", false, false)).picture().frameRate())
                .isZero();
        assertThat(transcoded(processed("none", false, false)).picture().frameRate())
                .isEqualTo(30);
    }

    @Test
    void gpuAndOverlayAreAskedOfThePipeline() {
        assertThat(transcoded(processed("none", true, true)).options())
                .containsExactlyInAnyOrder(Option.GPU, Option.TIME_OVERLAY);
        assertThat(transcoded(processed("none", false, false)).options()).isEmpty();
    }

    @Test
    void anOverlayAloneIsReasonEnoughToTranscodeVideo() {
        House house = house("mute");
        house.join(Requests.inMode(House.request("me", 1, 60), "none", false, true))
                .connect()
                .answer();
        List<Processing> media = pipelines.last().specification.media();
        assertThat(media).hasSize(1);
        assertThat(transcoded(media).effects()).isEmpty();
    }

    private static Treatment.Transcoded transcoded(List<Processing> media) {
        return (Treatment.Transcoded) media.get(media.size() - 1).treatment();
    }

    @Test
    void aMediumThatPassesMeanwhileGoesBackToItsEffect() {
        House house = house("pass");
        House.Client me = mirror(house);
        FakePipelines.Pipeline pipeline = pipelines.last();
        pipeline.lose(MediaKind.AUDIO, "a bug of the lab's");
        me.audio.packet();
        assertThat(sent(me, MediaKind.AUDIO)).isEqualTo(1);
        pipeline.restart(MediaKind.AUDIO);
        me.audio.packet();
        assertThat(sent(me, MediaKind.AUDIO)).as("once, by the pipeline").isEqualTo(2);
        pipeline.dead = true;
        me.audio.packet();
        assertThat(sent(me, MediaKind.AUDIO))
                .as("nothing goes around it any more")
                .isEqualTo(2);
        assertThat(house.events(InteractionEvent.EffectLost.class))
                .extracting(InteractionEvent.EffectLost::kind)
                .containsExactly(MediaKind.AUDIO);
        assertThat(house.events(InteractionEvent.EffectRestarted.class)).hasSize(1);
    }

    @Test
    void aMutedMediumIsHeardAgainWhenItsEffectIsBack() {
        House house = house("mute");
        House.Client me = mirror(house);
        FakePipelines.Pipeline pipeline = pipelines.last();
        pipeline.lose(MediaKind.AUDIO, "it died");
        me.audio.packet();
        assertThat(sent(me, MediaKind.AUDIO)).isZero();
        pipeline.restart(MediaKind.AUDIO);
        me.audio.packet();
        assertThat(sent(me, MediaKind.AUDIO)).isEqualTo(1);
    }
}
