package org.ducksoup.shell.cluster;

import java.util.EnumSet;
import java.util.Map;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.FeaturesService;
import org.ducksoup.parts.DaemonThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs the feature of the cluster where the settings name its members, and takes it away where they do not any more: a server that is
 * alone neither loads its library nor waits for it. Before the container has installed its own features, it does not know this one.
 */
@Component(
        service = ClusterFeature.class,
        immediate = true,
        configurationPid = "org.ducksoup.cluster",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class ClusterFeature {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterFeature.class);
    private static final String FEATURE = "ducksoup-cluster";
    /** What runs is not touched. */
    private static final EnumSet<FeaturesService.Option> OPTIONS =
            EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles);

    private final FeaturesService features;

    @Activate
    public ClusterFeature(
            Map<String, Object> configuration, @Reference FeaturesService features, @Reference BootFinished finished) {
        this.features = features;
        modified(configuration);
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        boolean wanted = configuration.get("members") instanceof String[] members && members.length > 0;
        // Bundles cannot be installed on the thread that starts one.
        DaemonThreads.start("ducksoup-cluster-feature", () -> apply(wanted));
    }

    private synchronized void apply(boolean wanted) {
        try {
            boolean installed = features.isInstalled(features.getFeature(FEATURE));
            if (wanted && !installed) {
                features.installFeature(FEATURE, OPTIONS);
            } else if (!wanted && installed) {
                features.uninstallFeature(FEATURE, OPTIONS);
            }
        } catch (Exception e) { // the service declares no other one
            LOGGER.error("the feature {} cannot be {}", FEATURE, wanted ? "installed" : "uninstalled", e);
        }
    }
}
