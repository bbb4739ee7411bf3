package org.ducksoup.plan.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ducksoup.plan.speech.SpeechDetector.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On series of levels: words of syllables at known times, in rooms of different noise. Levels are those of packets of 20 ms. The
 * speech has -25 dBov, so that noise of -45 and -35 dBov is 20 and 10 dB below it.
 */
class SpeechDetectorTest {
    private static final long PACKET = 20_000_000;
    private static final int SPEECH = -25;

    /** Levels in dBov, packet by packet. */
    private static final class Series {
        final List<Double> noise = new ArrayList<>();
        final Random random;
        double unrest;

        Series(long seed) {
            random = new Random(seed);
        }

        /** Noise whose level varies as that of a room does: neighbours are alike. */
        Series noise(double level, double deviation, double seconds) {
            for (int i = 0; i < seconds * 50; i++) {
                unrest = 0.6 * unrest + 0.8 * deviation * random.nextGaussian();
                noise.add(level + unrest);
            }
            return this;
        }

        /** Adds a sentence: syllables of 140 to 260 ms, each rising within 40 ms, with dips of 10 to 20 dB between them. */
        int sentence(int at, double seconds) {
            int packet = at;
            while (packet < at + seconds * 50) {
                int length = 7 + random.nextInt(7);
                double peak = SPEECH + 3 * random.nextGaussian();
                for (int i = 0; i < length && packet < noise.size(); i++, packet++) {
                    double rise = i == 0 ? -9 : i == 1 ? -3 : 0;
                    double fall = i >= length - 2 ? -10 - 10 * random.nextDouble() : 0;
                    noise.set(packet, sum(noise.get(packet), peak + rise + fall));
                }
            }
            return packet;
        }

        private static double sum(double one, double other) {
            return 10 * Math.log10(Math.pow(10, one / 10) + Math.pow(10, other / 10));
        }

        int level(int packet) {
            return (int) Math.round(Math.max(0, Math.min(127, -noise.get(packet))));
        }
    }

    @ParameterizedTest
    @CsvSource({"-127, 0", "-65, 1", "-45, 1.2", "-35, 1.2"})
    void speechIsNoticedSoon(double noise, double unrest) {
        List<Double> noticed = new ArrayList<>();
        List<Double> placed = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            Series series = new Series(seed).noise(noise, unrest, 32);
            List<Integer> begins = new ArrayList<>();
            List<Integer> ends = new ArrayList<>();
            for (int at = 100; at < 1400; at = ends.get(ends.size() - 1) + 50 + series.random.nextInt(150)) {
                begins.add(at);
                ends.add(series.sentence(at, 1 + series.random.nextInt(3)));
            }
            SpeechDetector detector = new SpeechDetector();
            int next = 0;
            for (int packet = 0; packet < series.noise.size(); packet++) {
                Change change = detector.onLevel(series.level(packet), packet * PACKET);
                if (change == Change.BEGAN && next < begins.size() && packet >= begins.get(next)) {
                    noticed.add((packet - begins.get(next)) * 20.0);
                    placed.add(Math.abs(detector.changedAt() / 1e6 - begins.get(next) * 20));
                    next++;
                    while (next < begins.size() && begins.get(next) <= packet) {
                        next++;
                    }
                } else if (change == Change.BEGAN) {
                    assertThat(isSpeech(packet, begins, ends))
                            .as("begins in silence at packet %d, seed %d", packet, seed)
                            .isTrue();
                }
            }
            assertThat(next).as("sentences that were found, seed %d", seed).isEqualTo(begins.size());
        }
        System.out.printf(
                "onset in noise of %.0f dBov: noticed p50 %.0f ms, p95 %.0f ms; placed p50 %.0f ms, p95 %.0f ms; n %d%n",
                noise,
                quantile(noticed, 0.5),
                quantile(noticed, 0.95),
                quantile(placed, 0.5),
                quantile(placed, 0.95),
                noticed.size());
        assertThat(quantile(noticed, 0.5)).isLessThan(60);
        assertThat(quantile(noticed, 0.95)).isLessThan(150);
        assertThat(quantile(placed, 0.95)).isLessThan(100);
    }

    private static boolean isSpeech(int packet, List<Integer> begins, List<Integer> ends) {
        for (int i = 0; i < begins.size(); i++) {
            if (packet >= begins.get(i) && packet < ends.get(i)) {
                return true;
            }
        }
        return false;
    }

    private static double quantile(List<Double> values, double part) {
        return values.stream().sorted().toList().get((int) (part * (values.size() - 1)));
    }

    @ParameterizedTest
    @CsvSource({"-127, 0", "-75, 2", "-45, 0.3", "-45, 1.2", "-35, 1.2", "-20, 1.2", "-10, 1.2", "-35, 1.6"})
    void tenMinutesOfNoiseAreNoSpeech(double noise, double unrest) {
        for (int seed = 0; seed < 20; seed++) {
            Series series = new Series(seed).noise(noise, unrest, 600);
            SpeechDetector detector = new SpeechDetector();
            for (int packet = 0; packet < series.noise.size(); packet++) {
                assertThat(detector.onLevel(series.level(packet), packet * PACKET))
                        .as("packet %d, seed %d", packet, seed)
                        .isEqualTo(Change.NONE);
            }
        }
    }

    /** A fan is switched on. For a second it may be anything. */
    @ParameterizedTest
    @ValueSource(ints = {-40, -30, -15})
    void aRoomThatBecomesLouderIsNoSpeechForLong(int louder) {
        Series series = new Series(1).noise(-60, 1, 10).noise(louder, 1.2, 60);
        SpeechDetector detector = new SpeechDetector();
        int speaking = 0;
        for (int packet = 0; packet < series.noise.size(); packet++) {
            detector.onLevel(series.level(packet), packet * PACKET);
            speaking += detector.isSpeaking() ? 1 : 0;
        }
        assertThat(speaking).isLessThan(60);
    }

    @Test
    void theEndIsPlacedAtTheLastLoudPacket() {
        Series series = new Series(3).noise(-60, 1, 10);
        int end = series.sentence(200, 2);
        SpeechDetector detector = new SpeechDetector();
        List<Long> ends = new ArrayList<>();
        for (int packet = 0; packet < series.noise.size(); packet++) {
            if (detector.onLevel(series.level(packet), packet * PACKET) == Change.ENDED) {
                ends.add(detector.changedAt() / PACKET);
            }
        }
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0)).isBetween(end - 3L, (long) end);
    }

    @Test
    void aClickIsNoSpeech() {
        Series series = new Series(4).noise(-60, 1, 10);
        for (int at = 100; at < 500; at += 25) {
            series.noise.set(at, -10.0);
        }
        SpeechDetector detector = new SpeechDetector();
        for (int packet = 0; packet < series.noise.size(); packet++) {
            assertThat(detector.onLevel(series.level(packet), packet * PACKET)).isEqualTo(Change.NONE);
        }
    }

    /** A browser that sends nothing while nobody speaks, or a network that is gone. */
    @Test
    void withoutPacketsNobodySpeaks() {
        SpeechDetector detector = new SpeechDetector();
        long now = 0;
        for (int i = 0; i < 50; i++, now += PACKET) {
            detector.onLevel(70, now);
        }
        for (int i = 0; i < 20; i++, now += PACKET) {
            detector.onLevel(i % 10 > 6 ? 40 : 22, now);
        }
        assertThat(detector.isSpeaking()).isTrue();
        assertThat(detector.onTime(now + 50_000_000)).isEqualTo(Change.NONE);
        assertThat(detector.onTime(now + 300_000_000)).isEqualTo(Change.ENDED);
        assertThat(detector.onTime(now + 400_000_000)).isEqualTo(Change.NONE);
    }

    /** A call may begin in the middle of a sentence; the first pause shows how loud the room is. */
    @Test
    void whoSpeaksFromTheBeginningIsFoundAfterAPause() {
        Series series = new Series(5).noise(-60, 1, 20);
        int end = series.sentence(0, 3);
        series.sentence(end + 50, 2);
        SpeechDetector detector = new SpeechDetector();
        List<Integer> begins = new ArrayList<>();
        for (int packet = 0; packet < series.noise.size(); packet++) {
            if (detector.onLevel(series.level(packet), packet * PACKET) == Change.BEGAN) {
                begins.add(packet);
            }
        }
        assertThat(begins).anyMatch(packet -> packet >= end + 50 && packet < end + 56);
    }
}
