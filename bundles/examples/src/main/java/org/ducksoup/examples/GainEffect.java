package org.ducksoup.examples;

import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.List;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectDescription.Property;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectName;
import org.ducksoup.api.effect.EffectProfile;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.FrameProcessor;
import org.ducksoup.api.effect.RawFrame;
import org.ducksoup.api.media.MediaKind;
import org.osgi.service.component.annotations.Component;

/** Makes a voice softer or louder: {@code audioFx: "gain factor=0.5 name=fx"}. */
@Component
@EffectName("gain")
public final class GainEffect implements EffectFactory {
    @Override
    public EffectProfile profile() {
        Property factor = Property.live("factor", 0, 4, 1, "how much louder; 1 changes nothing");
        return new EffectProfile(MediaKind.AUDIO, "A voice softer or louder.", List.of(factor));
    }

    @Override
    public Effect create(EffectRequest request) {
        Voice voice = new Voice();
        request.settings().forEach((property, value) -> voice.set(property, Double.parseDouble(value)));
        return new Effect.Frames(voice);
    }

    private static final class Voice implements FrameProcessor {
        private double factor = 1;

        @Override
        public void set(String property, double value) {
            // The profile has one property, and the server has compared the value with its range.
            factor = value;
        }

        @Override
        public void process(RawFrame lent) {
            ShortBuffer samples = lent.bytes().order(ByteOrder.nativeOrder()).asShortBuffer();
            for (int i = 0; i < samples.limit(); i++) {
                long louder = Math.round(samples.get(i) * factor);
                samples.put(i, (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, louder)));
            }
        }
    }
}
