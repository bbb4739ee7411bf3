package org.ducksoup.apitestkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.ArrivalFeedback.PacketResult;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.junit.jupiter.api.Test;

/** What every estimator of bandwidth has to keep to. A lab's test is a subclass, which names the factory. */
public abstract class EstimatorContract {
    private static final BitrateRange RANGE = new BitrateRange(
            Bitrate.kilobitsPerSecond(100), Bitrate.kilobitsPerSecond(500), Bitrate.kilobitsPerSecond(2000));
    private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int SECONDS = 120;
    private static final Duration MAX_BUSY = Duration.ofMillis(1);

    private final BandwidthEstimatorFactory factory;

    protected EstimatorContract(BandwidthEstimatorFactory factory) {
        this.factory = factory;
    }

    @Test
    void theServerFindsTheEstimatorByItsName() {
        DeclaredComponent component = DeclaredComponent.of(factory.getClass());
        component.provides(BandwidthEstimatorFactory.class);
        component.isNamed("ducksoup.estimator.name", "EstimatorName");
    }

    @Test
    void beginsWithTheInitialRate() {
        assertThat(create(RANGE).targetBitrate(BEGIN)).isEqualTo(RANGE.initial());
    }

    @Test
    void staysInItsRangeWhateverIsReported() {
        for (double loss : new double[] {0, 0.01, 0.05, 0.5, 1}) {
            BandwidthEstimator estimator = create(RANGE);
            for (int tick = 1; tick <= SECONDS * 10; tick++) {
                report(estimator, tick, loss);
                Bitrate target = estimator.targetBitrate(at(tick));
                assertThat(target)
                        .as("with %.0f %% loss after %d ticks", loss * 100, tick)
                        .isBetween(RANGE.min(), RANGE.max());
            }
        }
    }

    @Test
    void aRangeOfOneRateLeavesNoChoice() {
        Bitrate only = Bitrate.kilobitsPerSecond(300);
        BandwidthEstimator estimator = create(new BitrateRange(only, only, only));
        for (int tick = 1; tick < 100; tick++) {
            report(estimator, tick, tick % 2);
            assertThat(estimator.targetBitrate(at(tick))).isEqualTo(only);
        }
    }

    /** One participant's bad network is no reason to send less to the others. */
    @Test
    void receiversHaveNothingToDoWithEachOther() {
        BandwidthEstimator bad = create(RANGE);
        BandwidthEstimator good = create(RANGE);
        assertThat(bad).isNotSameAs(good);
        for (int tick = 1; tick < 100; tick++) {
            report(bad, tick, 0.8);
        }
        assertThat(good.targetBitrate(at(100))).isEqualTo(RANGE.initial());
    }

    /** It runs on the interaction's thread, which everything else of the interaction waits for. */
    @Test
    void doesNotBlock() {
        BandwidthEstimator estimator = create(RANGE);
        long fastest = Long.MAX_VALUE;
        for (int tick = 1; tick < 200; tick++) {
            long begin = System.nanoTime();
            report(estimator, tick, 0.02);
            estimator.targetBitrate(at(tick));
            fastest = Math.min(fastest, System.nanoTime() - begin);
        }
        assertThat(Duration.ofNanos(fastest)).as("time of a tick").isLessThan(MAX_BUSY);
    }

    @Test
    void emptyFeedbackAndRepeatedQuestionsAreNoProblem() {
        BandwidthEstimator estimator = create(RANGE);
        estimator.onTransportFeedback(new ArrivalFeedback(List.of()), BEGIN);
        estimator.onReceiverReport(new LossReport(0, 0, 0, Duration.ZERO, Duration.ZERO), BEGIN);
        Bitrate once = estimator.targetBitrate(BEGIN);
        assertThat(estimator.targetBitrate(BEGIN)).isEqualTo(once);
        assertThat(once).isBetween(RANGE.min(), RANGE.max());
    }

    private BandwidthEstimator create(BitrateRange range) {
        BandwidthEstimator estimator = factory.create(range);
        assertThat(estimator).as("what create returned").isNotNull();
        return estimator;
    }

    private static Instant at(int tick) {
        return BEGIN.plus(TICK.multipliedBy(tick));
    }

    /** Ten packets of one tick, the first of which are lost. */
    private static void report(BandwidthEstimator estimator, int tick, double loss) {
        long sent = TICK.multipliedBy(tick).toNanos();
        List<PacketResult> packets = IntStream.range(0, 10)
                .mapToObj(i -> new PacketResult(
                        sent + i * 1_000_000L, i < loss * 10 ? PacketResult.LOST : sent + (20 + i) * 1_000_000L, 1000))
                .toList();
        estimator.onTransportFeedback(new ArrivalFeedback(packets), at(tick));
        estimator.onReceiverReport(
                new LossReport(loss, 10, Math.round(loss * tick * 10), Duration.ofMillis(5), Duration.ofMillis(40)),
                at(tick));
    }
}
