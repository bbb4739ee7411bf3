package org.ducksoup.examples;

import java.nio.ByteBuffer;
import java.util.List;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectDescription.Property;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectName;
import org.ducksoup.api.effect.EffectProfile;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.FrameProcessor;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.effect.RawFrame;
import org.ducksoup.api.media.MediaKind;
import org.osgi.service.component.annotations.Component;

/** Takes the colour out of a picture, or strengthens it: {@code videoFx: "color amount=0 name=fx"}. */
@Component
@EffectName("color")
public final class ColorEffect implements EffectFactory {
    @Override
    public EffectProfile profile() {
        Property amount = Property.live("amount", 0, 2, 1, "how much colour; 0 is gray, 1 changes nothing");
        return new EffectProfile(MediaKind.VIDEO, "A picture without colour, or with more.", List.of(amount));
    }

    @Override
    public Effect create(EffectRequest request) {
        Picture picture = new Picture();
        request.settings().forEach((property, value) -> picture.set(property, Double.parseDouble(value)));
        return new Effect.Frames(picture);
    }

    private static final class Picture implements FrameProcessor {
        private double amount = 1;

        @Override
        public void set(String property, double value) {
            // The profile has one property, and the server has compared the value with its range.
            amount = value;
        }

        @Override
        public void process(RawFrame lent) {
            RawFormat.Video format = (RawFormat.Video) lent.format();
            ByteBuffer bytes = lent.bytes();
            // Behind the brightness (Y) of every pixel come the two planes of colour (U, V). 128 in both is gray.
            for (int i = format.width() * format.height(); i < bytes.limit(); i++) {
                long changed = 128 + Math.round(((bytes.get(i) & 0xff) - 128) * amount);
                bytes.put(i, (byte) Math.max(0, Math.min(255, changed)));
            }
        }
    }
}
