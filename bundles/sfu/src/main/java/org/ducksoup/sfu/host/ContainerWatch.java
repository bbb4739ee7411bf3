package org.ducksoup.sfu.host;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Reports that the container stops, and that bundles come and go. The container stops bundle by bundle, and waits for the
 * listener: participants are told while the bundles that reach them still run.
 */
public final class ContainerWatch implements AutoCloseable {
    private static final String OURS = "org.ducksoup.";
    private static final String API = OURS + "api.";

    /** Called on the container's thread, which waits. */
    public interface Listener {
        void onContainerStops();

        /** A bundle was started or stopped. */
        void onBundle(String name, String version, boolean started);
    }

    private final BundleContext context;
    private final Listener listener;
    private final SynchronousBundleListener registered = this::onBundleEvent;

    public ContainerWatch(BundleContext context, Listener listener) {
        this.context = context;
        this.listener = listener;
        context.addBundleListener(registered);
    }

    /**
     * The versions of the server's bundles, and of a lab's that have a service of our contract, such as an effect. The
     * names of the server's are without their beginning {@code org.ducksoup.}
     */
    public Map<String, String> bundles() {
        Map<String, String> versions = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            String name = bundle.getSymbolicName();
            if (name != null && (name.startsWith(OURS) || servesUs(bundle))) {
                versions.put(
                        name.startsWith(OURS) ? name.substring(OURS.length()) : name,
                        bundle.getVersion().toString());
            }
        }
        return versions;
    }

    private static boolean servesUs(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return services != null
                && Arrays.stream(services)
                        .flatMap(service -> Arrays.stream((String[]) service.getProperty(Constants.OBJECTCLASS)))
                        .anyMatch(type -> type.startsWith(API));
    }

    private void onBundleEvent(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
            listener.onContainerStops();
        } else if (event.getType() == BundleEvent.STARTED || event.getType() == BundleEvent.STOPPED) {
            Bundle bundle = event.getBundle();
            listener.onBundle(
                    String.valueOf(bundle.getSymbolicName()),
                    bundle.getVersion().toString(),
                    event.getType() == BundleEvent.STARTED);
        }
    }

    @Override
    public void close() {
        context.removeBundleListener(registered);
    }
}
