package org.ducksoup.sfu.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.InteractionEvent.PlanStepDone;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.ParticipantStatus;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.api.plan.PlanAct;
import org.ducksoup.api.plan.PlanAssignment.Effects;
import org.ducksoup.api.plan.PlanRefusedException;
import org.ducksoup.sfu.FakeReceiver;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.ducksoup.sfu.effect.FakePipelines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plan in a call of two: who gets in, what is done when, and what the log says of it. */
class PlannedCallTest {
    private static final PropertyValue LOW = new PropertyValue.FloatValue(0.8f);

    private final House house = new House();
    private final FakePipelines pipelines = new FakePipelines();
    private final FakePlan plan = new FakePlan();

    @BeforeEach
    void install() {
        house.pipelines.setFactory(pipelines);
        house.plan = plan;
        plan.effects.put("a", new Effects("pitch pitch=1 name=fx", null, false));
    }

    private static JoinRequest request(String user, String role) {
        return request(user, "dyad", role, null);
    }

    private static JoinRequest request(String user, String name, String role, @Nullable String condition) {
        return Requests.inPlan(House.request(user, 5, 3), name, role, condition);
    }

    private House.Client join(String user, String role) {
        return house.join(request(user, role));
    }

    private House.Client[] start() {
        House.Client ann = join("ann", "a");
        House.Client bob = join("bob", "b");
        ann.connect();
        bob.connect();
        return new House.Client[] {ann, bob};
    }

    private static Reason reason(House.Client client) {
        return client.last(ServerMessage.Refused.class).reason();
    }

    private List<String> done() {
        return house.events(PlanStepDone.class).stream()
                .map(d -> d.change().act() + " " + d.change().target() + " "
                        + d.change().value() + " for " + d.scope().userId() + " due " + d.due() + " applied "
                        + d.applied() + ": " + d.problem())
                .toList();
    }

    private FakePipelines.Pipeline annsPipeline() {
        return pipelines.built.get(0);
    }

    @Test
    void thePlanSaysSizeTimeMediaAndEffects() {
        House.Client[] both = start();
        assertThat(both[0].last(ServerMessage.Start.class).remaining()).isEqualTo(Duration.ofSeconds(60));
        List<JoinRequest> joined = house.events(InteractionEvent.ParticipantJoined.class).stream()
                .map(InteractionEvent.ParticipantJoined::request)
                .toList();
        assertThat(joined).extracting(JoinRequest::size).containsExactly(2, 2);
        assertThat(joined).extracting(r -> r.video().frameRate()).containsExactly(25, 25);
        assertThat(joined).extracting(JoinRequest::audioFx).containsExactly("pitch pitch=1 name=fx", null);
        assertThat(pipelines.built).hasSize(1);
        assertThat(house.events(InteractionEvent.PlanAssigned.class))
                .singleElement()
                .satisfies(given -> assertThat(List.of(given.plan(), given.sha256(), given.condition(), given.seed()))
                        .containsExactly("dyad", "ab12", "k7", 42L));
        assertThat(plan.assigned).isEqualTo(1);
    }

    @Test
    void noPageControlsEffectsUnlessThePlanAllowsIt() {
        House.Client[] both = start();
        both[0].session.control(new EffectControl("fx", "pitch", LOW, Duration.ZERO, null));
        assertThat(annsPipeline().controls).isEmpty();
        assertThat(house.events(InteractionEvent.SignalingIgnored.class))
                .singleElement()
                .satisfies(ignored -> assertThat(ignored.reason()).contains("plan"));
    }

    @Test
    void whoDoesNotFitHearsWhatIsAllowedAndNothingChanges() {
        House.Client ann = join("ann", "a");
        ann.connect();
        int told = ann.told().size();
        assertThat(reason(join("bob", "a")).message()).contains("role a").endsWith("free: b");
        assertThat(reason(join("bob", "c")).message()).contains("allowed: a, b");
        assertThat(reason(house.join(request("bob", "triad", "b", null))).message())
                .contains("dyad", "a, b");
        assertThat(reason(house.join(House.request("bob", 2, 60))).key()).isEqualTo("plan");
        assertThat(reason(house.join(request("bob", "dyad", "b", "x1"))).key()).isEqualTo("condition");
        assertThat(ann.told()).hasSize(told);
        join("bob", "b").connect();
        assertThat(house.events(InteractionEvent.InteractionStarted.class)).hasSize(1);
        assertThat(reason(join("cat", "b")).message()).contains("all its roles are taken");
        assertThat(reason(join("bob", "a")).message()).contains("has the role b");
    }

    /** A page opens its camera, or none, before it knows the plan. */
    @Test
    void whatAPageSaysOfItsCameraIsWhatThePlanSays() {
        Reason refused = reason(house.join(Requests.saying(request("ann", "a"), true)));
        assertThat(refused.key()).isEqualTo("audioOnly");
        assertThat(refused.value()).isEqualTo("true");
        assertThat(refused.message()).contains("the plan dyad says false", "must say the same, or leave it out");
        house.join(Requests.saying(request("ann", "a"), false)).connect();
        assertThat(house.events(InteractionEvent.ParticipantJoined.class)).hasSize(1);
    }

    @Test
    void anInteractionWithoutAPlanTakesNobodyWithOne() {
        house.plan = null;
        house.join("ann", 2, 60).connect();
        assertThat(reason(join("bob", "b")).message()).contains("began without a plan");
    }

    /** Two may ask for a role while the disk is waited for. */
    @Test
    void oneOfTwoGetsTheRoleThatBothWant() {
        List<Runnable> checks = new ArrayList<>();
        house.checks = checks::add;
        House.Client ann = join("ann", "a");
        House.Client bob = join("bob", "a");
        for (int i = 0; i < checks.size(); i++) {
            checks.get(i).run();
        }
        assertThat(ann.told()).doesNotContain("Refused JOIN");
        assertThat(reason(bob).key()).isEqualTo("role");
        assertThat(plan.assigned).isEqualTo(1);
    }

    /** A sentence with an effect in it would tell the participant the condition. */
    @Test
    void pagesHearNothingOfEffectsThatCannotBeHad() {
        plan.effects.put("a", new Effects("nosuch depth=3 name=fx", null, false));
        Reason reason = reason(join("ann", "a"));
        assertThat(reason.key()).isEqualTo("plan");
        assertThat(reason.toString()).doesNotContain("nosuch", "depth", "fx");
        assertThat(plan.released).isEqualTo(1);
    }

    @Test
    void whatThePlanRefusesIsSaidAndWhatTheDiskRefusesIsNot() {
        plan.refusal = new PlanRefusedException("condition", "", "the token has no code");
        assertThat(reason(join("ann", "a"))).isEqualTo(new Reason("condition", "", "the token has no code"));
        plan.refusal = new IOException("disk full");
        assertThat(reason(join("ann", "a")).toString())
                .doesNotContain("disk full")
                .contains("dyad");
        plan.refusal = null;
        assertThat(join("ann", "a").told()).contains("Joined");
    }

    @Test
    void aConditionIsGivenBackIfTheInteractionNeverStarts() {
        join("ann", "a").session.leave();
        assertThat(plan.released).isEqualTo(1);
        start();
        house.timer.passSeconds(61);
        assertThat(plan.released).isEqualTo(1);
    }

    @Test
    void aConditionThatComesTooLateIsGivenBack() {
        List<Runnable> checks = new ArrayList<>();
        house.checks = checks::add;
        join("ann", "a");
        house.operated().execute(() -> house.operated().end());
        for (int i = 0; i < checks.size(); i++) {
            checks.get(i).run();
        }
        assertThat(plan.released).isEqualTo(1);
    }

    @Test
    void actsAreDoneWhenTheyAreDue() {
        plan.at(Duration.ZERO, new PlanAct.Message("b", "welcome"));
        plan.at(Duration.ofMillis(5_250), new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ofSeconds(2)));
        plan.at(Duration.ofSeconds(8), new PlanAct.Switch("a", "fx", false));
        plan.at(Duration.ofSeconds(9), new PlanAct.Control("b", "fx", "pitch", LOW, Duration.ZERO));
        House.Client[] both = start();
        assertThat(both[1].last(ServerMessage.Message.class).text()).isEqualTo("welcome");
        house.timer.pass(Duration.ofMillis(4_999));
        assertThat(annsPipeline().controls).isEmpty();
        long begin = house.timer.nanoTime() - 4_999_000_000L;
        house.timer.pass(Duration.ofMillis(1));
        assertThat(annsPipeline().controls).as("ahead of its time").containsExactly("pitch=" + LOW + " in 2000");
        assertThat(annsPipeline().times).extracting(ChangeTime::nanos).containsExactly(begin + 5_250_000_000L);
        house.timer.passSeconds(10);
        assertThat(annsPipeline().controls).endsWith("circuit false");
        assertThat(done())
                .containsExactly(
                        "message  welcome for bob due PT0S applied PT0S: null",
                        "control fx.pitch 0.8 for ann due PT5.25S applied PT5.25S: null",
                        "switch fx out for ann due PT8S applied PT8S: null",
                        "control fx.pitch 0.8 for bob due PT9S applied null: role b has no effect");
        assertThat(house.events(PlanStepDone.class))
                .extracting(PlanStepDone::isDeviation)
                .containsExactly(false, false, false, true);
    }

    @Test
    void whatIsDueWhileSomebodyIsAwayHoldsAfterTheReturn() {
        plan.at(Duration.ofSeconds(5), new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ZERO));
        plan.at(Duration.ofSeconds(6), new PlanAct.Mute("a", true));
        House.Client[] both = start();
        house.timer.passSeconds(4);
        both[0].session.channelClosed();
        house.timer.passSeconds(4);
        assertThat(done().get(0)).contains("applied null: role a is away");
        plan.restored.add(new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ZERO));
        House.Client again = join("ann", "a");
        again.connect();
        assertThat(pipelines.last().controls).containsExactly("pitch=" + LOW + " in 0");
        assertThat(plan.heard).containsExactly("a is away at PT4S", "a is back at PT8S");
        int before = both[1].connection.active().get(0).payload;
        again.audio.packet();
        assertThat(both[1].connection.active().get(0).payload)
                .as("muted")
                .isEqualTo(3)
                .isNotEqualTo(before);
    }

    @Test
    void theLogSaysWhichFrameHadAnActFirst() {
        plan.at(Duration.ofSeconds(5), new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ZERO));
        plan.at(Duration.ofSeconds(7), new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ZERO));
        plan.at(Duration.ofSeconds(10), new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ZERO));
        start();
        annsPipeline().hasFrames = false;
        long begin = house.timer.nanoTime();
        house.timer.pass(Duration.ofMillis(4_990));
        annsPipeline().times.get(0).listener().onFrame(MediaKind.AUDIO, begin + 4_985_000_000L);
        assertThat(done()).isEmpty();
        house.timer.pass(Duration.ofMillis(10));
        assertThat(done()).hasSize(1);
        house.timer.pass(Duration.ofMillis(2_100));
        assertThat(done()).as("no frame yet").hasSize(1);
        annsPipeline().times.get(1).listener().onFrame(MediaKind.AUDIO, begin + 7_050_000_000L);
        house.timer.pass(Duration.ofMillis(4_800));
        assertThat(done()).hasSize(2);
        house.timer.pass(Duration.ofMillis(200));
        List<PlanStepDone> all = house.events(PlanStepDone.class);
        assertThat(all)
                .extracting(PlanStepDone::applied)
                .extracting(Duration::toSeconds)
                .containsExactly(5L, 7L, 10L);
        assertThat(all)
                .extracting(PlanStepDone::frame)
                .containsExactly(
                        new PlanStepDone.Frame(MediaKind.AUDIO, Duration.ofMillis(4_985)),
                        new PlanStepDone.Frame(MediaKind.AUDIO, Duration.ofMillis(7_050)),
                        null);
        assertThat(all).extracting(d -> d.lateness().toMillis()).containsExactly(-15L, 50L, 0L);
        assertThat(all).extracting(PlanStepDone::isDeviation).containsExactly(false, true, true);
        assertThat(all.get(2).problem()).contains("no frame came within 2 s");
    }

    @Test
    void theEndWaitsForNoFrame() {
        plan.at(Duration.ofSeconds(5), new PlanAct.Switch("a", "fx", false));
        plan.at(Duration.ofSeconds(5), new PlanAct.End());
        start();
        house.timer.passSeconds(5);
        assertThat(done()).hasSize(2);
        assertThat(done().get(0)).startsWith("switch fx out for ann due PT5S applied PT5S");
    }

    @Test
    void whatWasSentToEffectsThatAreGoneIsNoLongerDone() {
        plan.at(Duration.ofMillis(5_050), new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ZERO));
        House.Client[] both = start();
        house.timer.passSeconds(5);
        assertThat(annsPipeline().controls).hasSize(1);
        both[0].session.channelClosed();
        house.timer.passSeconds(1);
        assertThat(done()).singleElement().asString().contains("applied null: role a is away");
    }

    @Test
    void whatWasSentToAnEffectThatBeginsAgainIsDoneAgain() {
        PropertyValue before = new PropertyValue.FloatValue(1);
        plan.at(Duration.ofMillis(5_200), new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ZERO));
        start();
        house.timer.passSeconds(5);
        assertThat(annsPipeline().controls).containsExactly("pitch=" + LOW + " in 0");
        plan.restored.add(new PlanAct.Control("a", "fx", "pitch", before, Duration.ZERO));
        annsPipeline().lose(MediaKind.AUDIO, "crashed");
        annsPipeline().restart(MediaKind.AUDIO);
        assertThat(annsPipeline().controls).endsWith("pitch=" + before + " in 0");
        house.timer.passSeconds(1);
        assertThat(annsPipeline().controls).endsWith("pitch=" + LOW + " in 0");
        assertThat(done()).hasSize(2);
    }

    /** Between the sending of a ramp and its begin, a marker sets the same property. */
    @Test
    void whatWasOvertakenIsDoneAgain() {
        plan.at(Duration.ofMillis(5_080), new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ofSeconds(2)));
        start();
        house.timer.passSeconds(5);
        plan.at(
                Duration.ofSeconds(5),
                new PlanAct.Control("a", "fx", "pitch", new PropertyValue.FloatValue(1), Duration.ZERO));
        house.operated().execute(() -> house.operated().mark(new Mark("now", null)));
        house.timer.passSeconds(1);
        String ramp = "pitch=" + LOW + " in 2000";
        assertThat(annsPipeline().controls).hasSize(3).startsWith(ramp).endsWith(ramp);
        assertThat(done()).hasSize(2);
    }

    @Test
    void anEffectThatBeginsAgainGetsTheValueThatIsDue() {
        start();
        plan.restored.add(new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ZERO));
        annsPipeline().lose(MediaKind.AUDIO, "crashed");
        annsPipeline().restart(MediaKind.AUDIO);
        assertThat(annsPipeline().controls).containsExactly("pitch=" + LOW + " in 0");
    }

    /** Participants wait for each other with effects that work already. */
    @Test
    void effectsOfAShamAreOutOfCircuitBeforeTheyBegin() {
        plan.effects.put("a", new Effects("pitch pitch=1.4 name=fx", null, true));
        House.Client ann = join("ann", "a");
        assertThat(annsPipeline().controls).containsExactly("circuit false");
        assertThat(annsPipeline().started).isFalse();
        ann.connect();
        join("bob", "b").connect();
        ann.session.channelClosed();
        House.Client again = join("ann", "a");
        assertThat(pipelines.built).hasSize(2);
        assertThat(pipelines.last().controls).containsExactly("circuit false");
        again.connect();
        FakePipelines next = new FakePipelines();
        house.pipelines.setFactory(next);
        pipelines.last().fail("the bundle was stopped");
        assertThat(next.last().controls).as("with a new version").containsExactly("circuit false");
    }

    @Test
    void anEffectWithoutANameIsOutOfCircuitToo() {
        plan.effects.put("a", new Effects("pitch pitch=1.4", null, true));
        pipelines.effectName = "unnamed 1";
        join("ann", "a");
        assertThat(annsPipeline().controls).containsExactly("circuit false");
        plan.effects.put("b", new Effects("pitch pitch=1.4", null, false));
        join("bob", "b");
        assertThat(pipelines.last().controls).isEmpty();
    }

    @Test
    void aFrozenPictureGoesOnWithAKeyFrame() {
        plan.at(Duration.ofSeconds(1), new PlanAct.Freeze("b", true));
        plan.at(Duration.ofSeconds(2), new PlanAct.Freeze("b", false));
        House.Client[] both = start();
        var sender = both[0].connection.active().stream()
                .filter(s -> s.track().kind() == MediaKind.VIDEO)
                .findFirst()
                .orElseThrow();
        both[1].video.packet();
        assertThat(sender.packets).isEqualTo(1);
        house.timer.passSeconds(1);
        both[1].video.packet();
        assertThat(sender.packets).isEqualTo(1);
        int asked = both[1].video.keyFrameRequests;
        house.timer.passSeconds(1);
        assertThat(both[1].video.keyFrameRequests).isGreaterThan(asked);
        both[1].video.packet();
        assertThat(sender.packets).as("no key frame yet").isEqualTo(1);
        both[1].video.keyFrame();
        both[1].video.packet();
        assertThat(sender.packets).isEqualTo(3);
        assertThat(sender.resumed).isEqualTo(1);
    }

    @Test
    void thePlanEndsAndExtends() {
        plan.at(Duration.ofSeconds(50), new PlanAct.Extend(Duration.ofSeconds(30)));
        plan.at(Duration.ofSeconds(70), new PlanAct.End());
        plan.at(Duration.ofSeconds(70), new PlanAct.Message("a", "never"));
        House.Client[] both = start();
        house.timer.passSeconds(51);
        assertThat(both[0].last(ServerMessage.Extended.class).remaining()).isEqualTo(Duration.ofSeconds(40));
        house.timer.passSeconds(20);
        assertThat(house.events(InteractionEvent.InteractionEnded.class))
                .extracting(InteractionEvent.InteractionEnded::reason)
                .containsExactly(EndReason.PLAN);
        assertThat(both[0].last(ServerMessage.End.class).reason()).isNull();
        assertThat(both[0].messages).noneMatch(m -> m instanceof ServerMessage.Message);
    }

    @Test
    void operatorsSeeEffectsOnlyIfTheyAskAndThatIsInTheLog() {
        House.Client[] both = start();
        plan.restored.add(new PlanAct.Control("a", "fx", "pitch", LOW, Duration.ZERO));
        ParticipantStatus shown = house.operated().status().participants().get(0);
        assertThat(shown.blind()).isTrue();
        assertThat(shown.audioFx()).isNull();
        assertThat(shown.controls()).isEmpty();
        assertThat(house.events(InteractionEvent.OperatorActed.class)).isEmpty();
        ParticipantStatus revealed = house.operated().reveal().participants().get(0);
        assertThat(revealed.blind()).isFalse();
        assertThat(revealed.audioFx()).isEqualTo("pitch pitch=1 name=fx");
        assertThat(revealed.controls()).containsExactly(java.util.Map.entry("fx.pitch", 0.8f));
        house.operated().pipelines();
        assertThat(house.events(InteractionEvent.OperatorActed.class))
                .extracting(acted -> acted.act().token() + " " + acted.detail())
                .containsExactly("operator_reveal effects", "operator_reveal pipelines");
        assertThat(both[0].messages.toString()).doesNotContain("pitch");
    }

    @Test
    void marksAreInTheLogAndReachThePlan() throws Exception {
        House.Client[] both = start();
        house.timer.passSeconds(3);
        both[1].session.mark(new Mark("stimulus", "face-12"));
        house.operated().mark(new Mark("pause", null));
        assertThat(plan.heard).containsExactly("mark stimulus of b at PT3S", "mark pause of null at PT3S");
        assertThat(house.events(InteractionEvent.MarkSet.class))
                .extracting(set -> set.scope().userId() + " " + set.mark().name() + " " + set.at())
                .containsExactly("bob stimulus PT3S", "null pause PT3S");
    }

    @Test
    void speechIsHeardInLevels() {
        plan.listened = Set.of("a");
        House.Client[] both = start();
        assertThat(both[0].connection.offers).allMatch(offer -> offer.audioLevels());
        assertThat(both[1].connection.offers)
                .as("nobody learns who is listened to")
                .allMatch(o -> o.audioLevels());
        long arrival = house.timer.nanoTime();
        house.timer.pass(Duration.ofMillis(40));
        both[0].audio.levels.onLevel(20, arrival + 10_000_000);
        both[1].audio.levels.onLevel(20, arrival);
        assertThat(plan.heard).containsExactly("speech of a since PT0.01S at PT0.04S");
    }

    /** It does not depend on the condition. */
    @Test
    void aBrowserThatCannotBeHeardIsRefusedAndTheTriggerIsNamed() {
        plan.listened = Set.of("a");
        house.deaf = true;
        House.Client bob = join("bob", "b");
        House.Client ann = join("ann", "a");
        bob.connect();
        ann.connect();
        assertThat(reason(ann).key()).isEqualTo("role");
        assertThat(reason(ann).message())
                .contains("speech or silence of role a", "RFC 6464", "an audio effect in every condition");
        assertThat(bob.told()).doesNotContain("Refused JOIN");
    }

    /** The condition that is given gives role a an effect in both tests; only here each other one does, too. */
    @Test
    void aVoiceThatIsDecodedInEachConditionIsHeardInFrontOfItsEffect() {
        plan.listened = Set.of("a");
        plan.affected = Set.of("a");
        house.deaf = true;
        House.Client[] both = start();
        assertThat(both[0].told()).doesNotContain("Refused JOIN").contains("Start");
        long arrival = house.timer.nanoTime();
        house.timer.pass(Duration.ofMillis(60));
        annsPipeline().listener.onAudioLevel(20, arrival + 10_000_000);
        annsPipeline().listener.onAudioLevel(21, arrival + 30_000_000);
        assertThat(plan.heard).containsExactly("speech of a since PT0.01S at PT0.06S");
        assertThat(options(annsPipeline())).containsExactly(Option.AUDIO_LEVELS);
    }

    private static Set<Option> options(FakePipelines.Pipeline pipeline) {
        return ((Treatment.Transcoded) pipeline.specification.media().get(0).treatment()).options();
    }

    @Test
    void whatABrowserSaysCountsAndNotWhatIsDecodedToo() {
        plan.listened = Set.of("a");
        plan.affected = Set.of("a");
        start();
        annsPipeline().listener.onAudioLevel(20, house.timer.nanoTime());
        assertThat(plan.heard).isEmpty();
    }

    @Test
    void nobodyMeasuresSoundToWhichNobodyListens() {
        plan.listened = Set.of("b");
        plan.affected = Set.of("a");
        start();
        assertThat(options(annsPipeline())).isEmpty();
    }

    /** Another bundle of pipelines, another codec, and another connection. */
    @Test
    void aVoiceIsHeardInEachPipelineThatFollows() {
        plan.listened = Set.of("a");
        plan.affected = Set.of("a");
        plan.effects.put("a", new Effects("pitch pitch=1 name=fx", "coloreffects", false));
        house.deaf = true;
        House.Client[] both = start();
        speak(pipelines.last(), true);
        FakePipelines next = new FakePipelines();
        house.pipelines.removeFactory(pipelines);
        pipelines.last().fail("media processing stops");
        house.pipelines.setFactory(next);
        speak(next.last(), false);
        both[0].connection.listener.onTrack(new FakeReceiver(Codec.VP8, 77));
        assertThat(next.built).hasSize(2);
        speak(next.last(), true);
        both[0].session.leave();
        join("ann", "a").connect();
        assertThat(next.built).hasSize(3);
        speak(next.last(), true);
        assertThat(plan.heard)
                .containsExactly(
                        "speech of a since PT0S at PT0S",
                        "silence of a since PT0S at PT0S",
                        "speech of a since PT0S at PT0S",
                        "a is away at PT0S",
                        "a is back at PT0S",
                        "speech of a since PT0S at PT0S");
    }

    private void speak(FakePipelines.Pipeline pipeline, boolean loud) {
        pipeline.listener.onAudioLevel(loud ? 20 : 90, house.timer.nanoTime());
    }
}
