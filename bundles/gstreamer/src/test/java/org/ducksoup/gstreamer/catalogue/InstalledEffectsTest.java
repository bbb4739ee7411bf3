package org.ducksoup.gstreamer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Version;
import org.junit.jupiter.api.Test;

/** The catalogue of this installation. */
final class InstalledEffectsTest {
    @Test
    void effectsWithTheirProperties() {
        Gst.setSegTrap(false);
        Gst.init(Version.of(1, 20), "test");
        ElementCatalogue catalogue = new ElementCatalogue();
        EffectRules rules = new EffectRules(Set.of(), Set.of("volume"));
        EffectCheck check = new EffectCheck(catalogue, new LabEffects(), rules);
        List<EffectDescription> all = new InstalledEffects(check, rules).all();
        Map<String, EffectDescription> effects =
                all.stream().collect(Collectors.toMap(EffectDescription::name, Function.identity()));
        System.out.println(effects.size() + " effects: " + effects.keySet());
        assertThat(effects).containsKeys("pitch", "coloreffects", "videobalance", "audioecho", "videoflip", "gamma");
        assertThat(effects)
                .doesNotContainKeys(
                        "volume",
                        "filesink",
                        "filesrc",
                        "fakesink",
                        "queue",
                        "tee",
                        "x264enc",
                        "rtph264pay",
                        "imagefreeze");
        assertThat(effects.get("pitch").kind()).isEqualTo(MediaKind.AUDIO);
        assertThat(effects.get("pitch").title()).isNotBlank();
        assertThat(property(effects, "pitch", "pitch"))
                .extracting(
                        EffectDescription.Property::type,
                        EffectDescription.Property::min,
                        EffectDescription.Property::max,
                        EffectDescription.Property::initial,
                        EffectDescription.Property::live)
                .containsExactly(EffectDescription.Type.FLOAT, "0.1", "10.0", "1.0", true);
        assertThat(property(effects, "coloreffects", "preset").choices())
                .as("none cannot be chosen: see allowed-effects.txt")
                .containsExactly("heat", "sepia", "xray", "xpro", "yellowblue");
        assertThat(property(effects, "coloreffects", "preset").initial()).isEqualTo("none");
        assertThat(property(effects, "audioecho", "delay"))
                .extracting(EffectDescription.Property::type, EffectDescription.Property::max)
                .containsExactly(EffectDescription.Type.UINT64, "5000000000");
        assertThat(catalogue.find("coloreffects").orElseThrow().worksBetterOnPacked())
                .isTrue();
        assertThat(catalogue.find("videobalance").orElseThrow().worksBetterOnPacked())
                .isFalse();
        assertThat(effects.get("pitch").properties())
                .extracting(EffectDescription.Property::name)
                .containsExactly("pitch");
    }

    private static EffectDescription.Property property(
            Map<String, EffectDescription> effects, String effect, String name) {
        return effects.get(effect).properties().stream()
                .filter(property -> property.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
