package org.ducksoup.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.congestion.Bottleneck.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulates minutes of calls over many different narrow paths, and prints all results. */
class BottleneckTest {
    private static final BitrateRange RANGE =
            new BitrateRange(new Bitrate(80_000), new Bitrate(600_000), new Bitrate(2_500_000));

    /**
     * Two minutes over a path with 300 to 1200 kbit/s for each flow, 10 to 80 ms of delay, some jitter and a little
     * loss.
     */
    private static Result run(BandwidthEstimatorFactory factory, int flows, long seed) {
        java.util.SplittableRandom path = new java.util.SplittableRandom(seed);
        double capacity = flows * (300_000 + 900_000 * path.nextDouble());
        Bottleneck bottleneck = new Bottleneck(
                seed, capacity, 5 + path.nextInt(35), 3 * path.nextDouble(), 0.01 * path.nextDouble(), true);
        for (int i = 0; i < flows; i++) {
            bottleneck.add(factory.create(RANGE));
        }
        bottleneck.run(30);
        bottleneck.settle();
        bottleneck.run(120);
        return bottleneck.result();
    }

    private static void judge(int flows, int runs) {
        Result[] results = IntStream.range(0, runs)
                .parallel()
                .mapToObj(seed -> run(new GoogleEstimatorFactory(), flows, seed))
                .toArray(Result[]::new);
        double[] utilisation =
                Arrays.stream(results).mapToDouble(Result::utilisation).sorted().toArray();
        double[] delay =
                Arrays.stream(results).mapToDouble(Result::p95Millis).sorted().toArray();
        double[] jain =
                Arrays.stream(results).mapToDouble(Result::jain).sorted().toArray();
        double loss =
                Arrays.stream(results).mapToDouble(Result::lossShare).average().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "gcc, %d receivers, %d runs: utilisation mean %.1f %% (5th percentile %.1f %%), p95 of queueing delay "
                        + "mean %.0f ms (95th percentile %.0f ms), Jain mean %.3f (5th percentile %.3f), "
                        + "queue drops %.3f %%%n",
                flows,
                runs,
                100 * Arrays.stream(utilisation).average().orElseThrow(),
                100 * utilisation[runs * 5 / 100],
                Arrays.stream(delay).average().orElseThrow(),
                delay[runs * 95 / 100],
                Arrays.stream(jain).average().orElseThrow(),
                jain[runs * 5 / 100],
                100 * loss);
        assertThat(Arrays.stream(utilisation).average().orElseThrow()).isGreaterThanOrEqualTo(0.85);
        assertThat(Arrays.stream(delay).average().orElseThrow()).isLessThanOrEqualTo(100);
        assertThat(Arrays.stream(jain).average().orElseThrow()).isGreaterThanOrEqualTo(0.9);
        // A good mean must not hide terrible runs.
        assertThat(utilisation[runs * 5 / 100]).isGreaterThanOrEqualTo(0.85);
        assertThat(delay[runs * 95 / 100]).isLessThanOrEqualTo(130);
        assertThat(jain[runs * 5 / 100]).isGreaterThanOrEqualTo(0.8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void usesThePathWithoutFillingItsQueue(int flows) {
        judge(flows, 1000);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void usesThePathWithoutFillingItsQueueThousandsOfTimes(int flows) {
        judge(flows, 3000);
    }

    @Test
    void settlesUnderALimitAndRecoversWhenItIsLifted() {
        for (int seed = 0; seed < 50; seed++) {
            Bottleneck bottleneck = new Bottleneck(seed, 5e6, 15, 1, 0, true);
            bottleneck.add(new GoogleEstimatorFactory()
                    .create(new BitrateRange(new Bitrate(80_000), new Bitrate(600_000), new Bitrate(1_264_000))));
            bottleneck.run(20);
            assertThat(bottleneck.target(0)).isGreaterThan(1_200_000);
            bottleneck.capacity(500_000);
            bottleneck.run(25);
            bottleneck.settle();
            bottleneck.run(60);
            Result limited = bottleneck.result();
            bottleneck.capacity(5e6);
            bottleneck.run(75);
            if (seed == 0) {
                System.out.printf(
                        Locale.ROOT,
                        "gcc, 500 kbit/s: %.0f kbit/s carried, p95 of queueing delay %.0f ms, drops %.2f %%; "
                                + "15 s after the limit is lifted %.0f kbit/s%n",
                        limited.rates()[0] / 1000,
                        limited.p95Millis(),
                        100 * limited.lossShare(),
                        bottleneck.target(0) / 1000);
            }
            assertThat(limited.rates()[0]).isBetween(400_000.0, 500_000.0);
            assertThat(limited.lossShare()).isLessThan(0.01);
            assertThat(bottleneck.target(0)).isGreaterThan(1_100_000);
        }
    }

    /** An estimator that sees loss only fills every queue. It must neither collapse nor grow without limit. */
    @Test
    void byLossItStaysNearTheLimit() {
        Bottleneck bottleneck = new Bottleneck(1, 500_000, 15, 1, 0, false);
        bottleneck.add(new LossBasedEstimatorFactory().create(RANGE));
        bottleneck.run(30);
        bottleneck.settle();
        bottleneck.run(150);
        Result result = bottleneck.result();
        System.out.printf(
                Locale.ROOT,
                "loss, 500 kbit/s: target now %.0f kbit/s, %.1f %% dropped%n",
                bottleneck.target(0) / 1000,
                100 * result.lossShare());
        assertThat(bottleneck.target(0)).isBetween(350_000.0, 600_000.0);
        assertThat(result.utilisation()).isGreaterThan(0.85);
    }

    /** One lost packet of twenty says nothing about the path's capacity, and chance must not add up. */
    @Test
    void byLossItStaysWhereItIsWhileFivePercentAreLost() {
        double[] rates = IntStream.range(0, 200)
                .mapToDouble(seed -> {
                    Bottleneck bottleneck = new Bottleneck(seed, 10e6, 30, 1, 0.05, false);
                    bottleneck.add(new LossBasedEstimatorFactory()
                            .create(new BitrateRange(
                                    new Bitrate(80_000), new Bitrate(1_000_000), new Bitrate(2_500_000))));
                    bottleneck.run(120);
                    return bottleneck.target(0);
                })
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "loss, 5 %% at random: of 1000 kbit/s %.0f are left after two minutes in the worst of 200 calls, %.0f in the median%n",
                rates[0] / 1000,
                rates[100] / 1000);
        assertThat(rates[100]).isBetween(900_000.0, 1_200_000.0);
        assertThat(rates[0]).isGreaterThan(600_000.0);
    }
}
