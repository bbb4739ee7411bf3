package org.ducksoup.examples;

import java.util.List;
import java.util.Map;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectDescription.Property;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectName;
import org.ducksoup.api.effect.EffectProfile;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.media.MediaKind;
import org.osgi.service.component.annotations.Component;

/**
 * A voice on an old telephone, made of GStreamer's elements: {@code audioFx: "telephone volume=0.8 name=fx"}. During the call,
 * {@code controlFx("fx", "volume", 1.5)} changes its loudness.
 */
@Component
@EffectName("telephone")
public final class TelephoneEffect implements EffectFactory {
    private static final String ELEMENTS = "audiocheblimit mode=high-pass cutoff=300 poles=4"
            + " ! audiocheblimit mode=low-pass cutoff=3400 poles=4 ! volume name=out";

    @Override
    public EffectProfile profile() {
        Property volume = Property.live("volume", 0, 4, 1, "how loud; 1 is as loud as the voice");
        return new EffectProfile(MediaKind.AUDIO, "A voice on an old telephone.", List.of(volume));
    }

    @Override
    public Effect create(EffectRequest request) {
        // Never write a page's value into the text of the elements: set it as the property of a named one.
        String volume = request.settings().getOrDefault("volume", "1");
        return new Effect.Bin(ELEMENTS, Map.of("out.volume", volume), Map.of("volume", "out.volume"));
    }
}
