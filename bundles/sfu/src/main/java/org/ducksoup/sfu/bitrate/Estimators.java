package org.ducksoup.sfu.bitrate;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.RankedServices;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
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

    private static final String OWN_BUNDLE = "org.ducksoup.congestion";
    /** One that hangs holds its thread. */
    private static final int LAB_THREADS = 8;

    private static final Set<String> BUILT_IN = Set.of("loss", "gcc");

    private final RankedServices<BandwidthEstimatorFactory> factories =
            new RankedServices<>("bandwidth estimator", OWN_BUNDLE, BUILT_IN::contains, LOGGER::warn);

    /** Those of labs, as interactions use them. */
    private final Map<BandwidthEstimatorFactory, LabEstimators> ofLabs =
            Collections.synchronizedMap(new IdentityHashMap<>());

    private final Predicate<BandwidthEstimatorFactory> isOwn;
    private final ThreadPoolExecutor labThreads = new ThreadPoolExecutor(
            LAB_THREADS,
            LAB_THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            DaemonThreads.numbered("ducksoup-estimator"),
            new ThreadPoolExecutor.DiscardPolicy());

    @Activate
    public Estimators() {
        this(Estimators::isOfServer);
    }

    /** @param isOwn whether a factory is this server's, whose estimators never wait */
    Estimators(Predicate<BandwidthEstimatorFactory> isOwn) {
        this.isOwn = isOwn;
        labThreads.allowCoreThreadTimeOut(true);
    }

    /** Outside a container all estimators are this server's own. */
    private static boolean isOfServer(BandwidthEstimatorFactory factory) {
        Bundle bundle = FrameworkUtil.getBundle(factory.getClass());
        return bundle == null || bundle.getSymbolicName().equals(OWN_BUNDLE);
    }

    @Deactivate
    public void close() {
        labThreads.shutdown();
    }

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
            ofLabs.remove(factory);
        }
    }

    /** Sets the estimators of this server that labs' may replace. */
    public void letReplace(Set<String> names) {
        factories.letReplace(names);
    }

    /** The estimator of this name at the moment; null while there is none, or none that answers. */
    @Nullable
    BandwidthEstimatorFactory named(String name) {
        BandwidthEstimatorFactory factory = factories.named(name);
        if (factory == null || isOwn.test(factory)) {
            return factory;
        }
        LabEstimators ofLab = ofLabs.computeIfAbsent(factory, lab -> new LabEstimators(name, lab, labThreads));
        return ofLab.isGivenUp() ? null : ofLab;
    }
}
