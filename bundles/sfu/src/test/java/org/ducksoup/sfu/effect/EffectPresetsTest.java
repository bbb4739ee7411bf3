package org.ducksoup.sfu.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PipelineSpecificationException.Problem;
import org.junit.jupiter.api.Test;

/** Effects that the operator has named. */
class EffectPresetsTest {
    private final EffectPresets presets = new EffectPresets(Map.of(
            "softer-voice", "pitch pitch=0.9",
            "deeper-echo", "pitch pitch=0.85 ! audioecho delay=80000000 name=echo",
            "gone", "nosuch x=1",
            "unreadable", "pitch pitch=",
            "service.pid", "org.ducksoup.effects"));

    private List<Element> expand(String text) throws PipelineSpecificationException {
        return presets.current().expand(EffectText.read("audioFx", text));
    }

    @Test
    void standsForItsText() throws Exception {
        assertThat(expand("softer-voice name=fx")).containsExactly(new Element("pitch", "fx", Map.of("pitch", "0.9")));
        assertThat(expand("pitch pitch=0.5")).containsExactly(new Element("pitch", null, Map.of("pitch", "0.5")));
    }

    @Test
    void standsInAChain() throws Exception {
        assertThat(expand("volume volume=2 ! deeper-echo name=fx ! softer-voice"))
                .containsExactly(
                        new Element("volume", null, Map.of("volume", "2")),
                        new Element("pitch", "fx", Map.of("pitch", "0.85")),
                        new Element("audioecho", "echo", Map.of("delay", "80000000")),
                        new Element("pitch", null, Map.of("pitch", "0.9")));
    }

    @Test
    void valuesOfThePageWin() throws Exception {
        assertThat(expand("deeper-echo delay=1 pitch=0.7 tempo=2"))
                .containsExactly(
                        new Element("pitch", null, Map.of("pitch", "0.7", "tempo", "2")),
                        new Element("audioecho", "echo", Map.of("delay", "1")));
    }

    @Test
    void whatDoesNotWorkIsSaidAndRefused() {
        assertThatThrownBy(() -> expand("unreadable"))
                .isInstanceOf(PipelineSpecificationException.class)
                .hasMessageContaining("unreadable")
                .hasMessageContaining("no value");
        presets.setFactory(new FakePipelines());
        assertThat(presets.problems())
                .hasSize(2)
                .anySatisfy(p -> assertThat(p).contains("gone", "no such element"))
                .anySatisfy(p -> assertThat(p).contains("unreadable"));
        assertThat(presets.effects())
                .extracting(EffectDescription::name)
                .containsExactlyInAnyOrder("deeper-echo", "softer-voice");
    }

    /** For whoever checks a text before a call, such as that of a plan. */
    @Test
    void textsAreReadAndAskedWhetherTheyCanBeUsed() throws Exception {
        assertThat(presets.read(MediaKind.AUDIO, "softer-voice name=fx"))
                .containsExactly(new Element("pitch", "fx", Map.of("pitch", "0.9")));
        assertThatThrownBy(() -> presets.read(MediaKind.VIDEO, "pitch pitch="))
                .isInstanceOfSatisfying(PipelineSpecificationException.class, e -> assertThat(e.key())
                        .isEqualTo("videoFx"));
        // Without a factory nobody knows which elements there are.
        assertThat(presets.read(MediaKind.AUDIO, "nosuch")).hasSize(1);
        presets.setFactory(new FakePipelines());
        assertThatThrownBy(() -> presets.read(MediaKind.AUDIO, "nosuch"))
                .isInstanceOf(PipelineSpecificationException.class)
                .hasMessageContaining("no such element");
    }

    /** An effect on sound has a wrong value. The refusal should not say that it is no effect on pictures. */
    @Test
    void theProblemIsThatOfTheRightKindOfMedia() {
        for (MediaKind right : MediaKind.values()) {
            EffectPresets one = new EffectPresets(Map.of("mine", "something amount=99"));
            one.setFactory(new FakePipelines() {
                @Override
                public void check(PipelineSpecification specification) throws PipelineSpecificationException {
                    boolean fits = specification.media().get(0).kind() == right;
                    throw new PipelineSpecificationException(
                            fits ? Problem.INVALID : Problem.OTHER_KIND,
                            "something",
                            "99",
                            fits ? "It must be from 0 to 1." : "It is for another kind of media.");
                }
            });
            assertThat(one.problems())
                    .as(right.token())
                    .singleElement()
                    .asString()
                    .contains("from 0 to 1");
        }
    }

    @Test
    void changesCountFromThenOn() throws Exception {
        presets.read(Map.of("softer-voice", "pitch pitch=0.95"));
        assertThat(expand("softer-voice")).containsExactly(new Element("pitch", null, Map.of("pitch", "0.95")));
        assertThat(expand("deeper-echo")).as("an element, if there is one").hasSize(1);
    }
}
