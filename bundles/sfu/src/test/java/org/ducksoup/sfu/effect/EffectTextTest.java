package org.ducksoup.sfu.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectTextTest {
    private static List<Element> read(String text) throws PipelineSpecificationException {
        return EffectText.read("audioFx", text);
    }

    @Test
    void oneElementWithProperties() throws Exception {
        assertThat(read("  pitch  pitch=0.8 name=fx "))
                .containsExactly(new Element("pitch", "fx", Map.of("pitch", "0.8")));
        assertThat(read("coloreffects preset=xpro"))
                .containsExactly(new Element("coloreffects", null, Map.of("preset", "xpro")));
        assertThat(read("identity")).containsExactly(new Element("identity", null, Map.of()));
    }

    @Test
    void aChain() throws Exception {
        assertThat(read("pitch pitch=0.8 ! audioecho delay=500000000 name=\"the echo\" !freeverb"))
                .containsExactly(
                        new Element("pitch", null, Map.of("pitch", "0.8")),
                        new Element("audioecho", "the echo", Map.of("delay", "500000000")),
                        new Element("freeverb", null, Map.of()));
    }

    @Test
    void quotedValues() throws Exception {
        assertThat(read("x text=\"a ! b \\\"c\\\" \\\\ d\"").get(0).properties())
                .containsEntry("text", "a ! b \"c\" \\ d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "!",
                "pitch !",
                "! pitch",
                "pitch ! ! pitch",
                "pitch pitch",
                "pitch pitch=",
                "pitch =1",
                "pitch pitch=1 pitch=2",
                "pitch pitch='1'",
                "pitch pitch=\"1",
                "pitch.sink",
                "audio/x-raw,rate=8000",
                "pitch pitch=1\nfilesink",
                "(pitch)",
                "pitch # comment",
                "9pitch",
                "pïtch",
                "pitch a.b=1"
            })
    void whatMakesNoSenseIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(PipelineSpecificationException.class, e -> {
            assertThat(e.key()).isEqualTo("audioFx");
            assertThat(e.getMessage()).isNotBlank();
        });
    }

    @Test
    void sizesAreBounded() {
        assertThatThrownBy(() -> read("x".repeat(EffectText.MAX_LENGTH + 1))).hasMessageContaining("2000");
        assertThatThrownBy(() -> read("x" + " ! x".repeat(EffectText.MAX_ELEMENTS)))
                .hasMessageContaining("16");
    }

    /** Every text results in a list of names and values, or in a refusal. */
    @Test
    void rubbishIsRefusedAndNeverThrowsAnythingElse() {
        Random random = new Random(4);
        String alphabet = "ab9=! \"\\'.-_;\t\u00e9";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(read(text.toString()))
                        .allMatch(element -> element.factory().matches("[a-zA-Z][a-zA-Z0-9_-]*"));
            } catch (PipelineSpecificationException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
