package org.ducksoup.congestion;

import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.congestion.EstimatorName;
import org.ducksoup.api.media.BitrateRange;
import org.osgi.service.component.annotations.Component;

/** Makes estimators that use receiver reports alone, as the original does by default. */
@Component
@EstimatorName("loss")
public final class LossBasedEstimatorFactory implements BandwidthEstimatorFactory {
    @Override
    public BandwidthEstimator create(BitrateRange range) {
        return new LossBasedEstimator(range);
    }
}
