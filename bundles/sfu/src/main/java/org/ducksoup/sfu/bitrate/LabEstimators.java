package org.ducksoup.sfu.bitrate;

import java.util.concurrent.Executor;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.media.BitrateRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The estimators that a lab's bundle makes. Its code may wait or never return, and all interactions share a few threads, so
 * it runs on other threads. If one estimator does not answer any more, none of this bundle is asked again.
 */
final class LabEstimators implements BandwidthEstimatorFactory {
    private static final Logger LOGGER = LoggerFactory.getLogger(LabEstimators.class);

    private final String name;
    private final BandwidthEstimatorFactory lab;
    private final Executor threads;
    private boolean givenUp;

    /**
     * @param name under which the operator has chosen it
     * @param threads which a lab's code may hold for ever
     */
    LabEstimators(String name, BandwidthEstimatorFactory lab, Executor threads) {
        this.name = name;
        this.lab = lab;
        this.threads = threads;
    }

    @Override
    public BandwidthEstimator create(BitrateRange range) {
        return new LabEstimator(this, lab, threads, range);
    }

    String name() {
        return name;
    }

    synchronized boolean isGivenUp() {
        return givenUp;
    }

    /** An estimator has not answered in time. */
    synchronized void giveUp() {
        if (!givenUp) {
            givenUp = true;
            LOGGER.error(
                    "the bandwidth estimator {} has not answered for {} s. It is not asked any more, and bitrates stay as they"
                            + " are, until its bundle is updated, or estimator in etc/org.ducksoup.sfu.cfg names another one.",
                    name,
                    LabEstimator.PATIENCE.toSeconds());
        }
    }
}
