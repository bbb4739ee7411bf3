package org.ducksoup.congestion;

import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.congestion.EstimatorName;
import org.ducksoup.api.media.BitrateRange;
import org.osgi.service.component.annotations.Component;

/** Judges by receiver reports alone; what the original does unless asked otherwise. */
@Component
@EstimatorName("loss")
public final class LossBasedEstimatorFactory implements BandwidthEstimatorFactory {
    @Override
    public BandwidthEstimator create(BitrateRange range) {
        return new LossBasedEstimator(range);
    }
}
