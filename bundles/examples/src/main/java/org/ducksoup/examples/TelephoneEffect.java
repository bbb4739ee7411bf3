package org.ducksoup.examples;

import java.util.Map;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectName;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.RawFormat;
import org.osgi.service.component.annotations.Component;

/**
 * A voice on an old telephone, made of GStreamer's elements: {@code audioFx: "telephone volume=0.8 name=fx"}. During the call,
 * {@code controlFx("fx", "out.volume", 1.5)} changes its loudness.
 */
@Component
@EffectName("telephone")
public final class TelephoneEffect implements EffectFactory {
    private static final String ELEMENTS = "audiocheblimit mode=high-pass cutoff=300 poles=4"
            + " ! audiocheblimit mode=low-pass cutoff=3400 poles=4 ! volume name=out";

    @Override
    public void check(EffectRequest request) {
        if (!(request.format() instanceof RawFormat.Audio)) {
            throw new IllegalArgumentException("telephone changes voices: use it in audioFx");
        }
        request.settings().forEach((property, value) -> {
            double number = Double.parseDouble(value);
            if (!property.equals("volume") || !(number >= 0 && number <= 4)) {
                throw new IllegalArgumentException("telephone has one property, volume, from 0 to 4");
            }
        });
    }

    @Override
    public Effect create(EffectRequest request) {
        // Never write a page's value into the text of the elements: set it as the property of a named one.
        return new Effect.Bin(ELEMENTS, Map.of("out.volume", request.settings().getOrDefault("volume", "1")));
    }
}
