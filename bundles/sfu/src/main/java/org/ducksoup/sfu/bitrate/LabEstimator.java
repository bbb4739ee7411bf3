package org.ducksoup.sfu.bitrate;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.parts.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * One estimator of a lab, asked on another thread. Its methods return at once, on the interaction's thread. The estimate is
 * the latest answer.
 */
final class LabEstimator implements BandwidthEstimator {
    /** The longest time without any answer while questions wait. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** More reports than this come in some seconds only. The next ones are left out until it has caught up. */
    private static final int MAX_WAITING = 200;

    private final LabEstimators origin;
    private final SerialExecutor labThread;
    private final AtomicLong answered = new AtomicLong();
    private volatile Bitrate answer;
    private volatile boolean isAsked;
    private volatile @Nullable Throwable failure;
    /** On the lab's thread. */
    private @Nullable BandwidthEstimator lab;

    private long asked;
    private long answeredBefore;
    private @Nullable Instant lastProgress;

    LabEstimator(LabEstimators origin, BandwidthEstimatorFactory factory, Executor threads, BitrateRange range) {
        this.origin = origin;
        answer = range.initial();
        labThread = new SerialExecutor(threads, this::fail);
        ask(() -> lab = Objects.requireNonNull(factory.create(range), "create returned null"));
    }

    private BandwidthEstimator lab() {
        return Objects.requireNonNull(lab);
    }

    private void ask(Runnable question) {
        asked++;
        labThread.execute(() -> {
            if (failure == null && !origin.isGivenUp()) {
                question.run();
            }
            answered.incrementAndGet();
        });
    }

    private void fail(Throwable bug) {
        failure = bug;
        answered.incrementAndGet();
    }

    @Override
    public void onReceiverReport(LossReport report, Instant arrival) {
        if (asked - answered.get() < MAX_WAITING) {
            ask(() -> lab().onReceiverReport(report, arrival));
        }
    }

    @Override
    public void onTransportFeedback(ArrivalFeedback feedback, Instant arrival) {
        if (asked - answered.get() < MAX_WAITING) {
            ask(() -> lab().onTransportFeedback(feedback, arrival));
        }
    }

    /** @throws IllegalStateException if the lab's code has thrown something, or returned null */
    @Override
    public Bitrate targetBitrate(Instant now) {
        Throwable bug = failure;
        if (bug != null) {
            throw new IllegalStateException("the bandwidth estimator " + origin.name() + ": " + bug, bug);
        }
        watch(now);
        if (!isAsked && !origin.isGivenUp()) {
            isAsked = true;
            ask(() -> {
                answer = Objects.requireNonNull(lab().targetBitrate(now), "targetBitrate returned null");
                isAsked = false;
            });
        }
        return answer;
    }

    private void watch(Instant now) {
        long done = answered.get();
        Instant since = lastProgress;
        if (since == null || done != answeredBefore || done == asked) {
            answeredBefore = done;
            lastProgress = now;
        } else if (Duration.between(since, now).compareTo(PATIENCE) > 0) {
            origin.giveUp();
        }
    }
}
