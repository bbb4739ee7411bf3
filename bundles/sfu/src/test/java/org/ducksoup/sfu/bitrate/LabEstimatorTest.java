package org.ducksoup.sfu.bitrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.junit.jupiter.api.Test;

/** Estimators of labs, on a thread that runs when a test says so. */
class LabEstimatorTest {
    private static final BitrateRange RANGE =
            new BitrateRange(new Bitrate(100_000), new Bitrate(300_000), new Bitrate(900_000));
    private static final Bitrate OTHER = new Bitrate(500_000);

    private final Queue<Runnable> labThread = new ArrayDeque<>();
    private final Estimates lab = new Estimates();
    private final LabEstimators origin = new LabEstimators("ours", lab, labThread::add);
    private final BandwidthEstimator estimator = origin.create(RANGE);
    private Instant now = Instant.EPOCH;

    private void runLab() {
        while (!labThread.isEmpty()) {
            labThread.remove().run();
        }
    }

    private Bitrate after(Duration time) {
        now = now.plus(time);
        return estimator.targetBitrate(now);
    }

    @Test
    void theLatestAnswerCounts() {
        assertThat(after(Duration.ZERO)).as("before any answer").isEqualTo(RANGE.initial());
        runLab();
        lab.last().target = OTHER;
        assertThat(after(Duration.ofMillis(200))).isEqualTo(RANGE.initial());
        runLab();
        assertThat(after(Duration.ofMillis(200))).isEqualTo(OTHER);
        estimator.onTransportFeedback(new ArrivalFeedback(List.of()), now);
        assertThat(lab.last().feedbacks).isZero();
        runLab();
        assertThat(lab.last().feedbacks).isEqualTo(1);
    }

    @Test
    void oneThatHangsIsNotAskedAgain() {
        after(Duration.ZERO);
        runLab();
        lab.last().target = OTHER;
        after(Duration.ofMillis(200));
        runLab();
        after(Duration.ofMillis(200));
        assertThat(after(Duration.ofMillis(900))).isEqualTo(OTHER);
        assertThat(origin.isGivenUp()).isFalse();
        assertThat(after(Duration.ofMillis(200))).isEqualTo(OTHER);
        assertThat(origin.isGivenUp()).isTrue();
        lab.last().target = new Bitrate(700_000);
        runLab();
        after(Duration.ofMillis(200));
        assertThat(labThread).isEmpty();
        assertThat(after(Duration.ofMillis(200))).isEqualTo(OTHER);
    }

    @Test
    void aSlowOneGoesOn() {
        for (int i = 0; i < 20; i++) {
            after(Duration.ofMillis(900));
            runLab();
        }
        assertThat(origin.isGivenUp()).isFalse();
    }

    /** What comes meanwhile is bounded. */
    @Test
    void reportsDoNotPileUp() {
        runLab();
        for (int i = 0; i < 1000; i++) {
            estimator.onTransportFeedback(new ArrivalFeedback(List.of()), now);
        }
        runLab();
        assertThat(lab.last().feedbacks).isBetween(100, 200);
    }

    @Test
    void whatItThrowsEndsItWithItsName() {
        after(Duration.ZERO);
        runLab();
        lab.last().fails = true;
        after(Duration.ofMillis(200));
        runLab();
        assertThatThrownBy(() -> after(Duration.ofMillis(200)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ours")
                .hasMessageContaining("a lab's bug");
        assertThat(origin.isGivenUp()).isFalse();
    }

    @Test
    void nullIsNoAnswer() {
        after(Duration.ZERO);
        runLab();
        lab.last().target = null;
        after(Duration.ofMillis(200));
        runLab();
        assertThatThrownBy(() -> after(Duration.ofMillis(200))).hasMessageContaining("targetBitrate returned null");
        BandwidthEstimatorFactory makesNothing = range -> null;
        BandwidthEstimator none = new LabEstimators("nothing", makesNothing, Runnable::run).create(RANGE);
        assertThatThrownBy(() -> none.targetBitrate(now)).hasMessageContaining("create returned null");
    }

    /** The next version of its bundle is another factory, and is asked. */
    @Test
    void onlyEstimatorsOfLabsAreOnOtherThreads() {
        Estimates ours = new Estimates();
        Estimators estimators = new Estimators(ours::equals);
        Map<String, Object> loss = Map.of("ducksoup.estimator.name", "loss");
        Map<String, Object> fixed = Map.of("ducksoup.estimator.name", "fixed");
        estimators.addFactory(ours, loss);
        estimators.addFactory(lab, fixed);
        assertThat(estimators.named("loss")).isSameAs(ours);
        BandwidthEstimatorFactory guarded = estimators.named("fixed");
        assertThat(guarded).isInstanceOf(LabEstimators.class).isSameAs(estimators.named("fixed"));
        ((LabEstimators) guarded).giveUp();
        assertThat(estimators.named("fixed")).isNull();
        estimators.removeFactory(lab, fixed);
        estimators.addFactory(new Estimates(), fixed);
        assertThat(estimators.named("fixed")).isInstanceOf(LabEstimators.class).isNotSameAs(guarded);
        estimators.close();
    }
}
