package org.ducksoup.congestion;

import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.congestion.EstimatorName;
import org.ducksoup.api.media.BitrateRange;
import org.osgi.service.component.annotations.Component;

/** Makes estimators that use delay and loss, as browsers do. Without transport-wide feedback they use loss alone. */
@Component
@EstimatorName("gcc")
public final class GoogleEstimatorFactory implements BandwidthEstimatorFactory {
    @Override
    public BandwidthEstimator create(BitrateRange range) {
        return new GoogleEstimator(range);
    }
}
