package org.ducksoup.sfu.bitrate;

import java.util.Map;
import java.util.Set;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.parts.RankedServices;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bandwidth estimators by name. They may come, go and be replaced while calls are running. */
@Component(service = Estimators.class)
public final class Estimators {
    private static final Logger LOGGER = LoggerFactory.getLogger(Estimators.class);
    private static final String NAME = "ducksoup.estimator.name";

    private static final Set<String> BUILT_IN = Set.of("loss", "gcc");

    private final RankedServices<BandwidthEstimatorFactory> factories =
            new RankedServices<>("bandwidth estimator", "org.ducksoup.congestion", BUILT_IN::contains, LOGGER::warn);

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeFactory")
    public void addFactory(BandwidthEstimatorFactory factory, Map<String, Object> properties) {
        if (properties.get(NAME) instanceof String name && !name.isBlank()) {
            factories.add(name, factory, properties);
        } else {
            LOGGER.error(
                    "{} cannot be used: it needs the service property {}, as @EstimatorName gives it", factory, NAME);
        }
    }

    public void removeFactory(BandwidthEstimatorFactory factory, Map<String, Object> properties) {
        if (properties.get(NAME) instanceof String name) {
            factories.remove(name, factory);
        }
    }

    /** Sets the estimators of this server that labs' may replace. */
    public void letReplace(Set<String> names) {
        factories.letReplace(names);
    }

    /** The estimator of this name at the moment; null while there is none. */
    @Nullable
    BandwidthEstimatorFactory named(String name) {
        return factories.named(name);
    }
}
