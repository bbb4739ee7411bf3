package org.ducksoup.examples;

import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.congestion.EstimatorName;
import org.ducksoup.api.media.BitrateRange;
import org.osgi.service.component.annotations.Component;

/** {@code estimator = fixed} sends every participant the initial bitrate, whatever the network can carry. */
@Component
@EstimatorName("fixed")
public final class FixedEstimator implements BandwidthEstimatorFactory {
    @Override
    public BandwidthEstimator create(BitrateRange range) {
        return now -> range.initial();
    }
}
