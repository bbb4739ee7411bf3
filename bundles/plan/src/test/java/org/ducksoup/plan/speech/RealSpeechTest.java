package org.ducksoup.plan.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.ducksoup.plan.speech.SpeechDetector.Change;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * On sentences in five languages by sixteen voices of espeak-ng ({@code voices.wav}: 8 kHz, mu-law, each sentence without silence
 * at its begin), placed at known times, without noise and in noise 20 and 10 dB below them. Levels are computed as browsers do,
 * from 20 ms of sound.
 *
 * <p>Each sentence was made by {@code espeak-ng -v VOICE -s 150}, cut by ffmpeg's {@code silenceremove} (begin at -38 dB, end at -45
 * dB), and all were joined with 0.3 s of silence after each.
 */
class RealSpeechTest {
    /** Of the file. */
    private static final int RATE = 8000;
    /** Browsers measure at 48 kHz, where the level of noise is steadier. */
    private static final int FINER = 6;

    private static final int PACKET = FINER * RATE / 50;
    private static final int ROUNDS = 4;
    /** Of a voice at a usual distance of a headset, in dBov. */
    private static final double SPEECH = -25;

    private static final List<float[]> SENTENCES = new ArrayList<>();

    /** What is between sentences is digital silence for 0.3 s. */
    @BeforeAll
    static void read() throws IOException {
        float[] all = samples();
        int begin = 0;
        int quiet = 0;
        for (int i = 0; i < all.length; i++) {
            quiet = Math.abs(all[i]) < 0.0005 ? quiet + 1 : 0;
            if (quiet == RATE / 4) {
                add(Arrays.copyOfRange(all, begin, i - quiet + 1));
            }
            if (quiet >= RATE / 4) {
                begin = i + 1;
            }
        }
        assertThat(SENTENCES).hasSizeBetween(14, 20);
    }

    private static void add(float[] sentence) {
        if (sentence.length > RATE / 5) {
            double gain = Math.pow(10, (SPEECH - level(sentence, 0, sentence.length)) / 20);
            for (int i = 0; i < sentence.length; i++) {
                sentence[i] *= (float) gain;
            }
            SENTENCES.add(sentence);
        }
    }

    private static float[] samples() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(RealSpeechTest.class.getResourceAsStream("voices.wav"), "voices.wav")) {
            ByteBuffer bytes = ByteBuffer.wrap(file.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int at = 12;
            while (bytes.getInt(at) != 0x61746164) { // "data"
                at += 8 + bytes.getInt(at + 4);
            }
            float[] samples = new float[bytes.getInt(at + 4)];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = linear(bytes.get(at + 8 + i));
            }
            return samples;
        }
    }

    /** ITU-T G.711. */
    private static float linear(byte law) {
        int bits = ~law & 0xff;
        int magnitude = (((bits & 0x0f) << 3) + 0x84 << (bits >> 4 & 7)) - 0x84;
        return ((bits & 0x80) == 0 ? magnitude : -magnitude) / 32768f;
    }

    /** In dBov: a square wave at the limit has 0. */
    private static double level(float[] samples, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (double) samples[i] * samples[i];
        }
        return squares == 0 ? -127 : 10 * Math.log10(squares / (to - from));
    }

    /** White noise, or brown, whose level changes from packet to packet. */
    private static final class Noise {
        private final Random random = new Random(6464);
        private final double gain;
        private final boolean brown;
        private double last;

        Noise(double dBov, boolean brown) {
            gain = Math.pow(10, dBov / 20);
            this.brown = brown;
        }

        double next() {
            // Both have a mean square of 1.
            last = brown ? 0.97 * last + 0.243 * random.nextGaussian() : random.nextGaussian();
            return gain * last;
        }
    }

    @ParameterizedTest
    @CsvSource({"-127, false", "-75, false", "-45, false", "-35, false", "-45, true", "-35, true"})
    void theBeginOfASentenceIsNoticedSoon(double noise, boolean brown) {
        Random random = new Random(6464);
        List<Double> errors = new ArrayList<>();
        List<Double> audible = new ArrayList<>();
        int missed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Integer> begins = new ArrayList<>();
            int length = 2 * RATE;
            for (float[] sentence : SENTENCES) {
                begins.add(length);
                length += sentence.length + RATE + random.nextInt(2 * RATE);
            }
            float[] scene = new float[length];
            for (int i = 0; i < SENTENCES.size(); i++) {
                float[] sentence = SENTENCES.get(i);
                for (int at = 0; at < sentence.length; at++) {
                    scene[begins.get(i) + at] += sentence[at];
                }
            }
            List<Double> noticed = noticed(scene, length, new Noise(noise, brown));
            for (int i = 0; i < begins.size(); i++) {
                double begin = begins.get(i) / (double) RATE;
                double end = begin + SENTENCES.get(i).length / (double) RATE;
                double first = noticed.stream()
                        .filter(time -> time >= begin && time <= end)
                        .findFirst()
                        .orElse(Double.NaN);
                missed += Double.isNaN(first) ? 1 : 0;
                errors.add(Double.isNaN(first) ? 9 : first - begin);
                audible.add(Double.isNaN(first) ? 9 : first - begin - untilAudible(SENTENCES.get(i), noise));
            }
        }
        System.out.printf(
                "speech at -25 dBov in %s noise of %.0f dBov: %d sentences, %d missed; noticed after p50 %.0f, p95 %.0f, worst %.0f ms;"
                        + " from where it is as loud as the noise p50 %.0f, p95 %.0f%n",
                brown ? "brown" : "white",
                noise,
                errors.size(),
                missed,
                1000 * share(errors, 0.5),
                1000 * share(errors, 0.95),
                1000 * share(errors, 1),
                1000 * share(audible, 0.5),
                1000 * share(audible, 0.95));
        // Many a sentence begins with a sound that a noise 10 dB below its mean covers: nobody hears that.
        List<Double> judged = noise > -40 ? audible : errors;
        assertThat(share(judged, 0.5)).isLessThan(0.060);
        assertThat(share(judged, 0.95)).isLessThan(0.150);
        assertThat(missed).isZero();
    }

    private static double share(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    /** How long a sentence has been softer than the noise, in seconds. */
    private static double untilAudible(float[] sentence, double noise) {
        int window = RATE / 100;
        int at = 0;
        while (at + window < sentence.length && level(sentence, at, at + window) < noise) {
            at += window;
        }
        return at / (double) RATE;
    }

    /** When it was noticed that somebody speaks: a packet arrives when its 20 ms are over. */
    private static List<Double> noticed(float[] scene, int length, Noise noise) {
        SpeechDetector detector = new SpeechDetector();
        List<Double> times = new ArrayList<>();
        for (int packet = 0; (packet + 1) * PACKET <= (long) length * FINER; packet++) {
            double squares = 0;
            for (int i = 0; i < PACKET; i++) {
                double at = (packet * (double) PACKET + i) / FINER;
                double sample = between(scene, at) + noise.next();
                squares += sample * sample;
            }
            double level = 10 * Math.log10(Math.max(1e-13, squares / PACKET));
            long arrival = (packet + 1) * 20_000_000L;
            if (detector.onLevel((int) Math.round(Math.max(0, Math.min(127, -level))), arrival) == Change.BEGAN) {
                times.add(arrival / 1e9);
            }
        }
        return times;
    }

    private static double between(float[] samples, double at) {
        int before = (int) at;
        if (before + 1 >= samples.length) {
            return 0;
        }
        return samples[before] + (at - before) * (samples[before + 1] - samples[before]);
    }

    @ParameterizedTest
    @CsvSource({"-75, false", "-45, false", "-35, false", "-45, true", "-35, true"})
    void tenMinutesOfNoiseAreNoSpeech(double noise, boolean brown) {
        assertThat(noticed(new float[0], 600 * RATE, new Noise(noise, brown))).isEmpty();
    }
}
