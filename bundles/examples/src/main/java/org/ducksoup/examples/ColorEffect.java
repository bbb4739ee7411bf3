package org.ducksoup.examples;

import java.nio.ByteBuffer;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectName;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.FrameProcessor;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.effect.RawFrame;
import org.osgi.service.component.annotations.Component;

/** Takes the colour out of a picture, or strengthens it: {@code videoFx: "color amount=0 name=fx"}. */
@Component
@EffectName("color")
public final class ColorEffect implements EffectFactory {
    @Override
    public void check(EffectRequest request) {
        if (!(request.format() instanceof RawFormat.Video)) {
            throw new IllegalArgumentException("color changes pictures: use it in videoFx");
        }
        create(request);
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
            if (!property.equals("amount") || !(value >= 0 && value <= 2)) {
                throw new IllegalArgumentException("color has one property, amount, from 0 to 2");
            }
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
