package org.ducksoup.sfu.host;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Reports that the container stops, and that bundles come and go. The container stops bundle by bundle, and waits for the
 * listener: participants are told while the bundles that reach them still run.
 */
public final class ContainerWatch implements AutoCloseable {
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
