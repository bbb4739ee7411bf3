package org.ducksoup.gstreamer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known sounds are as loud as RFC 6465 computes them. */
class SoundLevelTest {
    private static final int PACKET = 960;

    /** 500 Hz: ten whole periods in a packet. */
    private static double sine(int sample, double amplitude) {
        return amplitude * Math.sin(2 * Math.PI * 500 * sample / 48_000);
    }

    private static short[] shorts(double amplitude, int channels) {
        short[] samples = new short[PACKET * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(sine(i / channels, amplitude) * Short.MAX_VALUE);
        }
        return samples;
    }

    /** The root mean square of a sine is 3.01 dB below its peak. */
    @ParameterizedTest
    @CsvSource({"1, 3", "0.7071, 6", "0.5, 9", "0.14142, 20", "0.014142, 40", "0.0014142, 60", "0.0001, 83"})
    void aSine(double amplitude, int expected) {
        short[] mono = shorts(amplitude, 1);
        assertThat(SoundLevel.level(mono, PACKET)).isEqualTo(expected);
        assertThat(SoundLevel.level(shorts(amplitude, 2), 2 * PACKET))
                .as("the same in both channels")
                .isEqualTo(expected);
        float[] real = new float[PACKET];
        for (int i = 0; i < PACKET; i++) {
            real[i] = (float) sine(i, amplitude);
        }
        assertThat(SoundLevel.level(real, PACKET)).isEqualTo(expected);
    }

    @Test
    void theLoudestAndTheQuietest() {
        short[] square = new short[PACKET];
        Arrays.fill(square, 0, PACKET / 2, Short.MAX_VALUE);
        Arrays.fill(square, PACKET / 2, PACKET, Short.MIN_VALUE);
        assertThat(SoundLevel.level(square, PACKET)).isZero();
        float[] beyond = new float[PACKET];
        Arrays.fill(beyond, 4f);
        assertThat(SoundLevel.level(beyond, PACKET)).isZero();
        assertThat(SoundLevel.level(new short[PACKET], PACKET)).isEqualTo(SoundLevel.SILENCE);
        assertThat(SoundLevel.level(new short[0], 0)).isEqualTo(SoundLevel.SILENCE);
        float[] broken = new float[PACKET];
        broken[7] = Float.NaN;
        assertThat(SoundLevel.level(broken, PACKET)).isEqualTo(SoundLevel.SILENCE);
        float[] faint = new float[PACKET];
        Arrays.fill(faint, 1e-10f);
        assertThat(SoundLevel.level(faint, PACKET)).isEqualTo(SoundLevel.SILENCE);
    }

    /** A buffer that was longer before leaves nothing behind. */
    @Test
    void onlyTheSamplesOfThisBufferCount() {
        short[] samples = shorts(1, 1);
        Arrays.fill(samples, PACKET / 2, PACKET, (short) 0);
        assertThat(SoundLevel.level(samples, PACKET / 2)).isEqualTo(3);
        assertThat(SoundLevel.level(samples, PACKET)).isEqualTo(6);
    }

    @Test
    void theFormatIsThatOfTheCaps() {
        String caps = "audio/x-raw, format=(string)%s, layout=(string)interleaved, rate=(int)48000, channels=(int)1";
        assertThat(SoundLevel.formatOf(caps.formatted("S16LE"))).isEqualTo(SoundLevel.Format.S16LE);
        assertThat(SoundLevel.formatOf(caps.formatted("F32LE"))).isEqualTo(SoundLevel.Format.F32LE);
        assertThat(SoundLevel.formatOf(caps.formatted("S24LE"))).isNull();
    }
}
