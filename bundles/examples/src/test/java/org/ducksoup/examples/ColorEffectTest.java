package org.ducksoup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.RawFrame;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.apitestkit.EffectContract;
import org.ducksoup.apitestkit.RawFrames;
import org.junit.jupiter.api.Test;

class ColorEffectTest extends EffectContract {
    ColorEffectTest() {
        super(new ColorEffect(), MediaKind.VIDEO);
    }

    @Override
    protected Map<String, String> allowed() {
        return Map.of("amount", "0.5");
    }

    @Override
    protected Map<String, String> refused() {
        return Map.of("amount", "-1", "tint", "1");
    }

    @Override
    protected Map<String, Double> live() {
        return Map.of("amount", 1.5);
    }

    @Test
    void colourIsTakenOutAndBrightnessKept() {
        assertThat(changed("0")).containsExactly(100, 128, 128);
        assertThat(changed("0.5")).containsExactly(100, 98, 178);
        assertThat(changed("2")).as("no more than there can be").containsExactly(100, 8, 255);
    }

    /** Y, U and V of a picture of one colour, at the end of each plane. */
    private static int[] changed(String amount) {
        Effect effect = new ColorEffect().create(new EffectRequest(RawFrames.NARROW_PICTURE, Map.of("amount", amount)));
        RawFrame frame = RawFrames.picture(RawFrames.NARROW_PICTURE, 100, 68, 228);
        ((Effect.Frames) effect).processor().process(frame);
        int luma = RawFrames.NARROW_PICTURE.width() * RawFrames.NARROW_PICTURE.height();
        return new int[] {
            frame.bytes().get(luma - 1) & 0xff,
            frame.bytes().get(luma * 5 / 4 - 1) & 0xff,
            frame.bytes().get(luma * 3 / 2 - 1) & 0xff
        };
    }
}
