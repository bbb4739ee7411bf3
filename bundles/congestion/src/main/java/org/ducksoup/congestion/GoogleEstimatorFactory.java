package org.ducksoup.congestion;

import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.congestion.EstimatorName;
import org.ducksoup.api.media.BitrateRange;
import org.osgi.service.component.annotations.Component;

/** Judges by delay and by loss, as browsers do; needs transport-wide feedback, and goes by reports where there is none. */
@Component
@EstimatorName("gcc")
public final class GoogleEstimatorFactory implements BandwidthEstimatorFactory {
    @Override
    public BandwidthEstimator create(BitrateRange range) {
        return new GoogleEstimator(range);
    }
}
