package org.ducksoup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ducksoup.api.effect.EffectCatalogue;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.effect.EffectDescription.Origin;
import org.ducksoup.api.effect.EffectDescription.Property;
import org.ducksoup.api.effect.EffectDescription.Type;
import org.ducksoup.api.effect.EffectTexts;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.plan.CheckedPlan;
import org.ducksoup.api.plan.PlanDesk.Choice;
import org.ducksoup.api.plan.PlanFinding;
import org.ducksoup.api.plan.PlanTimetable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code ducksoup:plan check} finds, with the effects of a server. */
class PlanCheckerTest {
    private static final Choice FIRST = new Choice(null, null);

    private static EffectDescription effect(String name, Property... properties) {
        return new EffectDescription(name, Origin.ELEMENT, null, name, name, "test", List.of(properties));
    }

    private static final EffectCatalogue CATALOGUE = new EffectCatalogue() {
        @Override
        public List<EffectDescription> effects() {
            return List.of(
                    effect("pitch", Property.live("pitch", 0.1, 10, 1, "")),
                    effect("bulge", Property.live("zoom", 1, 100, 3, "")),
                    effect(
                            "videobalance",
                            Property.live("brightness", -1, 1, 0, ""),
                            Property.number("hue", -1, 1, 0, ""),
                            new Property("mode", Type.ENUM, null, null, null, List.of("plain", "dark"), true, "")));
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    };

    /** Knows the first word, and the name. */
    private static final EffectTexts TEXTS = new EffectTexts() {
        @Override
        public List<Element> read(MediaKind kind, String text) throws PipelineSpecificationException {
            String first = text.split(" ")[0];
            if (CATALOGUE.effects().stream().noneMatch(effect -> effect.name().equals(first))) {
                throw new PipelineSpecificationException("effect", first, "There is no such effect here.");
            }
            String name = Stream.of(text.split(" "))
                    .filter(word -> word.startsWith("name="))
                    .map(word -> word.substring(5))
                    .findFirst()
                    .orElse(null);
            return List.of(new Element(first, name, Map.of()));
        }
    };

    private final PlanChecker checker = new PlanChecker(EffectsHere.of(TEXTS, List.of(CATALOGUE)));

    private CheckedPlan check(String timeline) throws OperationException {
        return checker.check("dyad", (Examples.DYAD + "timeline:\n" + timeline).getBytes(), FIRST);
    }

    private static List<String> sentences(CheckedPlan checked) {
        return checked.findings().stream().map(PlanFinding::sentence).toList();
    }

    static List<String> examples() {
        return Examples.names();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExamplesOfTheGuideAreWithoutFindings(String name) throws OperationException {
        CheckedPlan checked = checker.check(name, Examples.text(name).getBytes(), FIRST);
        assertThat(sentences(checked)).isEmpty();
        assertThat(checked.isPassed()).isTrue();
        assertThat(checked.timetable()).isNotNull();
        assertThat(checked.plan()).isNotNull();
    }

    @Test
    void valuesOutsideOfARangeAreWarnings() throws OperationException {
        CheckedPlan checked = check("""
                  - step: one
                    when: { at: 10 }
                    do: { ramp: a.voice.pitch, to: { random: [0.01, 11] }, attack: 1 }
                  - step: two
                    when: { at: 30 }
                    do: [{ set: a.light.brightness, to: 2 }, { set: a.light.mode, to: bright }]
                  - step: three
                    only: [high, low]
                    when: { at: 40 }
                    do: { set: a.light.hue, to: 0.5 }
                """);
        assertThat(checked.isPassed()).isTrue();
        assertThat(sentences(checked))
                .containsExactly(
                        "Line 12, column 5: step one \"0.01\" is a value of a.voice.pitch that the effect does not take;"
                                + " allowed are numbers from 0.1 to 10; write a value of this range.",
                        "Line 12, column 5: step one \"11\" is a value of a.voice.pitch that the effect does not take;"
                                + " allowed are numbers from 0.1 to 10; write a value of this range.",
                        "Line 15, column 5: step two \"2\" is a value of a.light.brightness that the effect does not"
                                + " take; allowed are numbers from -1 to 1; write a value of this range.",
                        "Line 15, column 5: step two \"bright\" is a value of a.light.mode that the effect does not"
                                + " take; allowed are plain, dark; write a value of this range.",
                        "Line 18, column 5: step \"three\" happens in high and not in sham; allowed is better a step of"
                                + " both, because a sham does the same with neutral values; write both names in only.",
                        "Line 18, column 5: step three \"0.5\" is for a.light.hue, which cannot be changed while media"
                                + " flows; allowed are the properties that ducksoup:effects NAME calls live; write it in"
                                + " values: or in the effect's text.");
    }

    /** The effect cannot begin with it, so everybody would be refused. */
    @Test
    void aFirstValueOutsideOfItsRangeIsAnError() throws OperationException {
        String plan = Examples.DYAD.replace("light.brightness: 0 }", "light.brightness: 2 }");
        CheckedPlan checked = checker.check("dyad", plan.getBytes(), FIRST);
        assertThat(checked.isPassed()).isFalse();
        assertThat(sentences(checked))
                .contains(
                        "Line 1, column 1: conditions.high \"2\" is a value of a.light.brightness that the effect does"
                                + " not take; allowed are numbers from -1 to 1; write a value of this range.");
    }

    @Test
    void aNamedEffectWithNamelessPartsIsAnErrorInAShamByCircuit() throws OperationException {
        EffectTexts deeper = (kind, text) -> {
            List<Element> elements = new java.util.ArrayList<>(TEXTS.read(kind, text));
            elements.add(new Element("volume", null, Map.of()));
            return elements;
        };
        String plan = Examples.DYAD.replaceAll("sham: .*", "sham: { shamOf: high, by: circuit }");
        PlanChecker here = new PlanChecker(EffectsHere.of(deeper, List.of(CATALOGUE)));
        CheckedPlan checked = here.check("dyad", plan.getBytes(), FIRST);
        assertThat(checked.isPassed()).isFalse();
        assertThat(sentences(checked))
                .containsExactly(
                        "Line 1, column 1: conditions.sham.by \"circuit\" takes volume of role a out of circuit,"
                                + " which has no name, so the condition would have another graph; allowed are effects with a"
                                + " name, also within the operator's named effects; give it a name= in"
                                + " etc/org.ducksoup.effects.cfg.");
        assertThat(checker.check("dyad", plan.getBytes(), FIRST).isPassed()).isTrue();
    }

    @Test
    void overlapsAndStepsAfterTheEndAreWarnings() throws OperationException {
        CheckedPlan checked = check("""
                  - step: one
                    when: { at: 10 }
                    do: { ramp: a.voice.pitch, to: 1.2, attack: 2, sustain: 10, release: 2 }
                  - step: two
                    when: { at: 20, every: 5, limit: 3 }
                    do: { ramp: all.voice.pitch, to: 1.2, attack: 1 }
                  - step: three
                    when: { at: 10:00 }
                    do: { mute: a }
                """.replace("all.voice", "a.voice"));
        assertThat(sentences(checked))
                .containsExactly(
                        "Line 15, column 5: step \"two\" changes a.voice.pitch at 0:20.000, while step one leads it until"
                                + " 0:24.000; allowed is better one after the other, because the newest act counts and"
                                + " ends the one before; move one of the two steps.",
                        "Line 18, column 5: step \"three\" is planned at 10:00.000, when the interaction is over; allowed"
                                + " are times below its duration of 10:00.000; make the time shorter or the duration"
                                + " longer.");
    }

    @Test
    void anEffectThatIsNotHereIsAnError() throws OperationException {
        String plan = Examples.DYAD.replace("videobalance", "smile");
        CheckedPlan checked = checker.check("dyad", plan.getBytes(), FIRST);
        assertThat(checked.isPassed()).isFalse();
        assertThat(sentences(checked).get(0))
                .contains("conditions.high.effects.a.videoFx", "smile", "There is no such effect here");
    }

    @Test
    void withoutTheBundleOfEffectsTheRestIsChecked() throws OperationException {
        PlanChecker alone = new PlanChecker(EffectsHere.of(null, List.of()));
        CheckedPlan checked = alone.check("dyad", Examples.DYAD.getBytes(), FIRST);
        assertThat(checked.isPassed()).isTrue();
        assertThat(sentences(checked)).singleElement().asString().contains("org.ducksoup.sfu is not active");
    }

    @Test
    void theTimetableIsOfTheChosenConditionAndSeed() throws OperationException {
        String plan = Examples.text("voice-dyad.yaml");
        PlanTimetable usual = checker.check("x", plan.getBytes(), FIRST).timetable();
        PlanTimetable chosen =
                checker.check("x", plan.getBytes(), new Choice("sham", 17L)).timetable();
        assertThat(usual.condition()).isEqualTo("lower");
        assertThat(usual.seed()).isEqualTo(1);
        // As the guide computes it: 2:00 and 1.2581 s.
        assertThat(chosen.lines().get(0).when()).isEqualTo("2:01.258");
        assertThat(chosen.lines().get(0).acts())
                .containsExactly("ramp speaker.voice.pitch to 0.85 in 5 s (out of circuit)");
        assertThatThrownBy(() -> checker.check("x", plan.getBytes(), new Choice("loud", null)))
                .isInstanceOf(OperationException.class)
                .hasMessage("plan x has no condition loud; it has lower, sham");
        assertThatThrownBy(() -> checker.check("x", plan.getBytes(), new Choice(null, -1L)))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("0 to 9007199254740991");
    }

    @Test
    void aBrokenPlanHasNoTimetable() throws OperationException {
        CheckedPlan checked = checker.check("x", "duration: soon".getBytes(), FIRST);
        assertThat(checked.isPassed()).isFalse();
        assertThat(checked.plan()).isNull();
        assertThat(checked.timetable()).isNull();
        assertThat(checked.sha256()).hasSize(64);
    }
}
