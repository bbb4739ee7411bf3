package org.ducksoup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.JoinGrant.Control;
import org.ducksoup.api.interaction.JoinRequest.VideoRequest;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.plan.ExperimentPlan;
import org.ducksoup.api.plan.PlanAssignment;
import org.ducksoup.api.plan.PlanRefusedException;
import org.ducksoup.plan.assignment.Assigner;
import org.ducksoup.plan.assignment.ConditionCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What interactions see of a plan. */
class ServedPlanTest {
    private static final InteractionKey DYAD = new InteractionKey("https://lab.example", "study", "dyad-17");

    @TempDir
    Path state;

    private ExperimentPlan served(String text) {
        ConditionCodes codes = new ConditionCodes(state);
        return new ServedPlan(
                Examples.read("study", text), new Assigner(state, codes, () -> Instant.EPOCH, new Random(1)));
    }

    @Test
    void theValuesOfAJoin() {
        ExperimentPlan plan = served("duration: 60\nroles: [a]\nvideoFormat: VP8\nwidth: 640\nheight: 480\n"
                + "frameRate: 25\nrecordingMode: split\noverlay: true\ncontrol: own\nconditions: {main: {}}\n");
        assertThat(plan.duration()).hasMinutes(1);
        assertThat(plan.roles()).containsExactly("a");
        assertThat(plan.settings())
                .isEqualTo(new ExperimentPlan.Settings(
                        "split", new VideoRequest(Codec.VP8, 640, 480, 25), false, true, false, Control.OWN));
    }

    /** Effects begin before the conversation, so no value may be left to be set then. */
    @Test
    void effectsBeginWithTheirValuesAndThoseOfAShamWithNeutralOnes() throws Exception {
        ExperimentPlan plan = served("""
                duration: 60
                roles: [a]
                effects:
                  a:
                    audioFx: pitch pitch=1.4 name=v ! volume name="loud ! er" volume=2 ! pitch pitch=1.2
                    videoFx: coloreffects name=c preset=xpro ! videobalance name=light
                    values: { v.pitch: 1.3, light.brightness: 0.25 }
                conditions:
                  active: {}
                  sham: { shamOf: active, neutral: { a.v.pitch: 1, a.c.preset: none, a.light.brightness: 0 } }
                assignment: { by: sequence }
                """);
        PlanAssignment.Effects active = plan.assign(DYAD, null).effects("a");
        assertThat(active.audioFx())
                .isEqualTo("pitch pitch=1.3 name=v ! volume name=\"loud ! er\" volume=2 ! pitch pitch=1.2");
        assertThat(active.videoFx())
                .isEqualTo("coloreffects name=c preset=xpro ! videobalance name=light brightness=0.25");
        PlanAssignment.Effects sham = plan.assign(new InteractionKey("https://lab.example", "study", "dyad-18"), null)
                .effects("a");
        assertThat(sham.audioFx())
                .isEqualTo("pitch pitch=1 name=v ! volume name=\"loud ! er\" volume=2 ! pitch pitch=1.2");
        assertThat(sham.videoFx()).isEqualTo("coloreffects name=c preset=none ! videobalance name=light brightness=0");
    }

    @Test
    void theEffectsOfAShamByCircuitBeginWithTheValuesOfItsConditionAndOutOfCircuit() throws Exception {
        ExperimentPlan plan = served("""
                duration: 60
                roles: [a]
                effects:
                  a: { audioFx: pitch name=v, values: { v.pitch: 1.3 } }
                conditions:
                  active: {}
                  sham: { shamOf: active, by: circuit }
                assignment: { by: sequence }
                """);
        assertThat(plan.assign(DYAD, null).effects("a"))
                .isEqualTo(new PlanAssignment.Effects("pitch name=v pitch=1.3", null, false));
        assertThat(plan.assign(new InteractionKey("https://lab.example", "study", "dyad-18"), null)
                        .effects("a"))
                .isEqualTo(new PlanAssignment.Effects("pitch name=v pitch=1.3", null, true));
    }

    @Test
    void anAssignmentHasTheEffectsAndTheStepsOfItsCondition() throws Exception {
        ExperimentPlan plan = served("""
                duration: 60
                roles: [a, b]
                seed: 17
                conditions:
                  one: { effects: { a: { audioFx: "pitch pitch=1.1 name=v" } } }
                  two: { effects: { b: { audioFx: "pitch pitch=0.9 name=v" } } }
                assignment: { by: sequence, conditions: [two, one] }
                timeline:
                  - step: x
                    only: two
                    when: { silence: b, for: 3 }
                    do: { set: b.v.pitch, to: 1.2 }
                """);
        PlanAssignment first = plan.assign(DYAD, null);
        assertThat(first.seed()).isEqualTo(17);
        assertThat(first.code()).matches("[a-z2-9]{10}");
        assertThat(first.effects("a")).isEqualTo(new PlanAssignment.Effects(null, null, false));
        assertThat(first.effects("b")).isEqualTo(new PlanAssignment.Effects("pitch pitch=0.9 name=v", null, false));
        assertThat(plan.listenedRoles()).containsExactly("b");
        assertThat(first.execution().advance(Duration.ofSeconds(5)))
                .singleElement()
                .satisfies(act -> assertThat(act.due()).hasSeconds(3));
        PlanAssignment second = plan.assign(DYAD, null);
        assertThat(second.effects("a").audioFx()).startsWith("pitch pitch=1.1");
        assertThat(second.execution().advance(Duration.ofSeconds(60))).isEmpty();
        first.release();
        assertThat(plan.assign(DYAD, null).code()).isEqualTo(first.code());
    }

    /** In all conditions, and not only in the one that is given: nobody learns the condition by being heard. */
    @Test
    void rolesWithAVoiceEffectInEachCondition() {
        ExperimentPlan plan = served("""
                duration: 60
                roles: [a, b, c, d]
                effects:
                  a: { audioFx: "pitch pitch=1 name=v" }
                  b: { audioFx: "pitch pitch=1 name=v" }
                conditions:
                  one: { effects: { b: { videoFx: "coloreffects" }, c: { audioFx: "volume" } } }
                  two: { effects: { a: { audioFx: "volume" } } }
                """);
        assertThat(plan.rolesWithAudioEffect()).containsExactly("a");
        assertThat(served("duration: 60\nroles: [a]\nconditions: {main: {}}\n").rolesWithAudioEffect())
                .isEmpty();
        ExperimentPlan sham = served(Examples.DYAD);
        assertThat(sham.rolesWithAudioEffect())
                .as("a sham has its condition's effects")
                .isNotEmpty();
    }

    /** Whoever reads the page's console learns nothing of conditions. */
    @Test
    void aRefusalNamesNoCondition() {
        ExperimentPlan plan = served(Examples.DYAD);
        assertThatThrownBy(() -> plan.assign(DYAD, "high"))
                .isInstanceOfSatisfying(PlanRefusedException.class, refused -> {
                    assertThat(refused.key()).isEqualTo("condition");
                    assertThat(refused).hasMessageNotContainingAny("high", "low", "sham");
                });
    }
}
