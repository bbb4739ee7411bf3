package org.ducksoup.api.congestion;

import org.ducksoup.api.media.BitrateRange;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes estimators; registered as a service with {@link EstimatorName}, chosen by configuration. */
@ConsumerType
public interface BandwidthEstimatorFactory {
    /** @param range the estimate starts with its initial rate and stays inside */
    BandwidthEstimator create(BitrateRange range);
}
