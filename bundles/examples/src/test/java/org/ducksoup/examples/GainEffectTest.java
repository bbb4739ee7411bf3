package org.ducksoup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.FrameProcessor;
import org.ducksoup.api.effect.RawFrame;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.apitestkit.EffectContract;
import org.ducksoup.apitestkit.RawFrames;
import org.junit.jupiter.api.Test;

class GainEffectTest extends EffectContract {
    GainEffectTest() {
        super(new GainEffect(), MediaKind.AUDIO);
    }

    @Override
    protected Map<String, String> allowed() {
        return Map.of("factor", "0.5");
    }

    @Override
    protected Map<String, String> refused() {
        return Map.of("factor", "9", "volume", "1");
    }

    @Override
    protected Map<String, Double> live() {
        return Map.of("factor", 2.0);
    }

    @Test
    void samplesAreMultipliedAndNeverOverflow() {
        Effect effect = new GainEffect().create(new EffectRequest(RawFrames.VOICE, Map.of("factor", "0.5")));
        FrameProcessor processor = ((Effect.Frames) effect).processor();
        RawFrame frame = RawFrames.sound(RawFrames.VOICE, (short) 1000, (short) -1000, Short.MAX_VALUE);
        processor.process(frame);
        assertThat(RawFrames.samples(frame)).containsExactly(500, -500, 16384);
        processor.set("factor", 4);
        processor.process(frame);
        assertThat(RawFrames.samples(frame)).containsExactly(2000, -2000, Short.MAX_VALUE);
    }
}
