package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import org.ducksoup.api.pipeline.ProcessingVersions;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** The software that made a run. */
final class SoftwareSection {
    private static final String OURS = "org.ducksoup.";
    private static final String API = OURS + "api.";

    private SoftwareSection() {}

    /**
     * @param context of this bundle; null outside a container
     * @param processing null while no bundle processes media
     */
    static ObjectNode of(@Nullable BundleContext context, @Nullable ProcessingVersions processing) {
        ObjectNode software = ManifestFile.object();
        software.putObject("java")
                .put("version", System.getProperty("java.version"))
                .put("vendor", System.getProperty("java.vendor"));
        software.putObject("system")
                .put("name", System.getProperty("os.name"))
                .put("version", System.getProperty("os.version"))
                .put("architecture", System.getProperty("os.arch"));
        ObjectNode bundles = software.putObject("bundles");
        if (context != null) {
            Arrays.stream(context.getBundles())
                    .filter(bundle -> bundle.getSymbolicName() != null && (isOurs(bundle) || servesUs(bundle)))
                    .sorted(Comparator.comparing(Bundle::getSymbolicName))
                    .forEach(bundle -> bundles.put(
                            isOurs(bundle)
                                    ? bundle.getSymbolicName().substring(OURS.length())
                                    : bundle.getSymbolicName(),
                            bundle.getVersion().toString()));
        }
        ObjectNode versions = software.putObject("processing");
        if (processing != null) {
            processing.versions().forEach(versions::put);
        }
        return software;
    }

    private static boolean isOurs(Bundle bundle) {
        return bundle.getSymbolicName().startsWith(OURS);
    }

    /** Whether a lab's bundle has a service of our contract, such as an effect. */
    private static boolean servesUs(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return services != null
                && Arrays.stream(services)
                        .flatMap(service -> Arrays.stream((String[]) service.getProperty(Constants.OBJECTCLASS)))
                        .anyMatch(type -> type.startsWith(API));
    }
}
