package org.ducksoup.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.ducksoup.api.effect.EffectCatalogue;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.effect.EffectDescription.Origin;
import org.ducksoup.api.media.MediaKind;
import org.junit.jupiter.api.Test;

class EffectsDocumentTest {
    private static EffectCatalogue catalogue(EffectDescription effect, String problem) {
        return new EffectCatalogue() {
            @Override
            public List<EffectDescription> effects() {
                return List.of(effect);
            }

            @Override
            public List<String> problems() {
                return List.of(problem);
            }
        };
    }

    @Test
    void allCataloguesAsOneDocument() throws Exception {
        EffectDescription element = new EffectDescription(
                "audioecho",
                Origin.ELEMENT,
                MediaKind.AUDIO,
                "Echo",
                "Adds an echo",
                "audiofx",
                List.of(new EffectDescription.Property(
                        "delay",
                        EffectDescription.Type.UINT64,
                        "1",
                        "18446744073709551615",
                        "1",
                        List.of(),
                        true,
                        "Delay in ns")));
        EffectDescription preset = new EffectDescription(
                "zz-softer", Origin.PRESET, null, "zz-softer", "pitch pitch=0.9", "a file", List.of());
        AvailableEffects effects = new AvailableEffects();
        effects.add(catalogue(element, "one"));
        EffectCatalogue leaving = catalogue(preset, "other");
        effects.add(leaving);
        JsonNode json = new ObjectMapper().readTree(new EffectsDocument(effects).content());
        assertThat(json.at("/effects/0/name").asText()).isEqualTo("zz-softer");
        assertThat(json.at("/effects/0").has("kind")).isFalse();
        assertThat(json.at("/effects/1/kind").asText()).isEqualTo("audio");
        assertThat(json.at("/effects/1/properties/0/type").asText()).isEqualTo("uint64");
        assertThat(json.at("/effects/1/properties/0/max").isTextual()).isTrue();
        assertThat(json.at("/effects/1/properties/0/max").asText()).isEqualTo("18446744073709551615");
        assertThat(json.at("/effects/1/properties/0").has("choices")).isFalse();
        assertThat(json.path("problems")).extracting(JsonNode::asText).containsExactly("one", "other");
        effects.remove(leaving);
        assertThat(effects.all()).containsExactly(element);
    }
}
