package org.ducksoup.plan.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.ducksoup.api.interaction.JoinGrant.Control;
import org.ducksoup.api.pipeline.PropertyValue.DoubleValue;
import org.ducksoup.api.pipeline.PropertyValue.StringValue;
import org.ducksoup.plan.Examples;
import org.ducksoup.plan.model.Act;
import org.ducksoup.plan.model.Amount;
import org.ducksoup.plan.model.Assignment.Method;
import org.ducksoup.plan.model.Plan;
import org.ducksoup.plan.model.PlanMedia;
import org.ducksoup.plan.model.PropertyPath;
import org.ducksoup.plan.model.Step;
import org.ducksoup.plan.model.Trigger;
import org.junit.jupiter.api.Test;

class PlanReaderTest {
    @Test
    void anExampleIsReadAsItIsMeant() {
        Plan plan = Examples.plan("voice-dyad.yaml");
        assertThat(plan.name()).isEqualTo("voice-dyad");
        assertThat(plan.title()).isEqualTo("A lower voice in dyads");
        assertThat(plan.duration()).isEqualTo(Duration.ofMinutes(10));
        assertThat(plan.roles()).containsExactly("speaker", "listener");
        assertThat(plan.media()).isEqualTo(PlanMedia.DEFAULT);
        assertThat(plan.control()).isEqualTo(Control.NONE);
        assertThat(plan.seed()).isNull();
        assertThat(plan.conditions()).containsOnlyKeys("lower", "sham");
        assertThat(plan.assignment().method()).isEqualTo(Method.BLOCKS);
        Step lower = plan.timeline().get(0);
        assertThat(lower.trigger()).isEqualTo(new Trigger.At(new Amount.Fixed(new DoubleValue(120)), null));
        assertThat(lower.jitter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(lower.acts())
                .containsExactly(new Act.Ramp(
                        new PropertyPath("speaker", "voice", "pitch"),
                        new Amount.Fixed(new DoubleValue(0.85)),
                        Duration.ofSeconds(5),
                        null,
                        Duration.ZERO,
                        null));
    }

    @Test
    void aShamByCircuitHasTheEffectsAndTheValuesOfItsCondition() {
        Plan plan = Examples.plan("voice-dyad.yaml");
        assertThat(plan.condition("lower").outOfCircuit()).isFalse();
        assertThat(plan.condition("sham").outOfCircuit()).isTrue();
        assertThat(plan.condition("sham").shamOf()).isEqualTo("lower");
        assertThat(plan.condition("sham").effects())
                .isEqualTo(plan.condition("lower").effects());
        assertThat(plan.condition("sham").neutral()).isEmpty();
        assertThat(plan.steps("sham")).isEqualTo(plan.steps("lower"));
    }

    @Test
    void aShamHasTheEffectsOfItsConditionWithNeutralValues() {
        Plan plan = Examples.read(
                "voice-dyad",
                Examples.text("voice-dyad.yaml")
                        .replaceAll("by: circuit .*", "by: values\n    neutral: { speaker.voice.pitch: 1 }"));
        var active = plan.condition("lower").effects("speaker");
        var sham = plan.condition("sham").effects("speaker");
        assertThat(sham.audioFx()).isEqualTo(active.audioFx());
        assertThat(sham.values()).containsExactly(java.util.Map.entry("voice.pitch", new DoubleValue(1)));
        assertThat(plan.steps("sham")).isEqualTo(plan.steps("lower"));
    }

    /** Whoever has the file can compute it: {@code sha256sum voice-dyad.yaml}. */
    @Test
    void theIdentityIsThatOfTheBytes() {
        assertThat(PlanReader.read("x", "a").sha256())
                .isEqualTo("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
        Plan plan = Examples.read("x", Examples.DYAD);
        assertThat(Examples.read("x", Examples.DYAD + "\n").sha256()).isNotEqualTo(plan.sha256());
        assertThat(Examples.read("y", Examples.DYAD).sha256()).isEqualTo(plan.sha256());
    }

    @Test
    void jsonIsAPlan() {
        Plan plan = Examples.read("x", """
                {"duration": 60, "roles": ["a"], "conditions": {"main": {}}, "audioOnly": true,
                 "timeline": [{"step": "quiet", "when": {"at": 30}, "do": {"mute": "a", "for": 2.5}}]}
                """);
        assertThat(plan.timeline().get(0).acts())
                .containsExactly(new Act.Hold(Act.Medium.VOICE, "a", true, Duration.ofMillis(2500)));
        assertThat(plan.assignment().method()).isEqualTo(Method.SEQUENCE);
    }

    /** A mark at the beginning, Windows' line ends, anchors. */
    @Test
    void editorsMayDiffer() {
        String text =
                "\ufeffduration: 60\r\nroles: [a, b]\r\neffects:\r\n  a: &same { audioFx: \"volume volume=1 name=v\" }\r\n"
                        + "  b: *same\r\nconditions: { main: {} }\r\n";
        Plan plan = PlanReader.read("x", text.getBytes(StandardCharsets.UTF_8)).plan();
        assertThat(plan).isNotNull();
        assertThat(plan.condition("main").effects("b").outlines()).containsOnlyKeys("v");
    }

    /** YAML 1.1 would make a truth value of the first word, and 90 of the second. */
    @Test
    void wordsAreWhatIsWritten() {
        Plan plan = Examples.dyad("""
                  - step: one
                    when: { at: 1:30 }
                    do: { set: a.light.mode, to: off }
                  - step: two
                    when: { at: "0:01:40.5" }
                    do: { set: a.light.mode, to: "1" }
                """.indent(0));
        assertThat(plan.timeline())
                .extracting(step -> ((Trigger.At) step.trigger()).time())
                .containsExactly(new Amount.Fixed(new DoubleValue(90)), new Amount.Fixed(new DoubleValue(100.5)));
        assertThat(plan.timeline())
                .extracting(step -> ((Act.Set) step.acts().get(0)).to())
                .containsExactly(new Amount.Fixed(new StringValue("off")), new Amount.Fixed(new StringValue("1")));
    }

    @Test
    void conditionsReplaceEffectsRoleByRole() {
        Plan plan = Examples.read("x", """
                duration: 60
                roles: [a, b]
                effects:
                  all: { audioFx: "volume volume=1 name=v" }
                conditions:
                  one: {}
                  two: { effects: { b: { audioFx: "pitch pitch=1 name=p" } } }
                """);
        assertThat(plan.condition("one").effects("b").audioFx()).startsWith("volume");
        assertThat(plan.condition("two").effects("a").audioFx()).startsWith("volume");
        assertThat(plan.condition("two").effects("b").audioFx()).startsWith("pitch");
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Step step = Examples.dyad("  - step: x\n    when: { speech: a }\n    do: { mute: b }\n")
                .timeline()
                .get(0);
        assertThat(step.limit()).isEqualTo(1);
        assertThat(step.refractory()).isZero();
        assertThat(step.from()).isZero();
        assertThat(step.until()).isNull();
        assertThat(step.delay()).isNull();
        assertThat(List.of("high", "low", "sham")).allMatch(step::isIn);
    }
}
