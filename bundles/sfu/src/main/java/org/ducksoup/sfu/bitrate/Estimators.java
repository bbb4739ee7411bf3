package org.ducksoup.sfu.bitrate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The bandwidth estimators by name. They may come, go and be replaced while calls are running. */
@Component(service = Estimators.class)
public final class Estimators {
    private static final String NAME = "ducksoup.estimator.name";

    private final Map<String, BandwidthEstimatorFactory> factories = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeFactory")
    public void addFactory(BandwidthEstimatorFactory factory, Map<String, Object> properties) {
        if (properties.get(NAME) instanceof String name) {
            factories.put(name, factory);
        }
    }

    public void removeFactory(BandwidthEstimatorFactory factory, Map<String, Object> properties) {
        if (properties.get(NAME) instanceof String name) {
            factories.remove(name, factory);
        }
    }

    /** The estimator of this name at the moment; null while there is none. */
    @Nullable
    BandwidthEstimatorFactory named(String name) {
        return factories.get(name);
    }
}
