package org.ducksoup.sfu.bitrate;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rate that the path to one receiver carries. The estimator may be replaced at any time: the next one starts from
 * the last target, which also holds while there is no estimator. On the interaction's thread.
 */
final class PathEstimate {
    private static final Logger LOGGER = LoggerFactory.getLogger(PathEstimate.class);

    private @Nullable BandwidthEstimatorFactory madeBy;
    private @Nullable BandwidthEstimator estimator;
    private @Nullable BitrateRange range;
    private @Nullable Bitrate target;

    /** Passes a report on to the estimator, if there is one. */
    void report(Consumer<BandwidthEstimator> report) {
        BandwidthEstimator current = estimator;
        if (current == null) {
            return;
        }
        try {
            report.accept(current);
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    /**
     * The rate that the path carries now.
     *
     * @param factory makes the estimator from now on; null while there is none
     * @param wanted what the tracks to this receiver can use; the initial rate counts while nothing is known
     */
    Bitrate target(@Nullable BandwidthEstimatorFactory factory, BitrateRange wanted, Instant now) {
        BitrateRange before = range;
        Bitrate last = target;
        // The old estimate did not limit its tracks, so the path is assumed to carry the new wish, too.
        boolean free = last == null || before == null || last.compareTo(before.max()) >= 0;
        if (factory != null && (factory != madeBy || !wanted.equals(before))) {
            Bitrate initial = last == null || free ? wanted.initial() : wanted.nearest(last);
            make(factory, new BitrateRange(wanted.min(), initial, wanted.max()));
        }
        range = wanted;
        BandwidthEstimator current = estimator;
        if (current != null) {
            try {
                target = wanted.nearest(current.targetBitrate(now));
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
        }
        Bitrate known = target;
        if (known == null || (current == null && free)) {
            known = wanted.initial();
        }
        target = wanted.nearest(known);
        return target;
    }

    private void make(BandwidthEstimatorFactory factory, BitrateRange start) {
        madeBy = factory;
        try {
            estimator = Objects.requireNonNull(factory.create(start), "the estimator's create returned null");
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    private void failed(Throwable bug) {
        LOGGER.error("a bandwidth estimator failed; its last target stays until another one is installed", bug);
        estimator = null;
    }
}
