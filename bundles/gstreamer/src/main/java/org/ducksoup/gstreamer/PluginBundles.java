package org.ducksoup.gstreamer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.ducksoup.api.pipeline.NativePlugin;
import org.ducksoup.gstreamer.pool.LabPlugins;
import org.ducksoup.parts.SerialExecutor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs the plug-ins of labs' bundles while these are active. A bundle says by the header {@link NativePlugin#HEADER} in which of its
 * directories they are; in it there is one for each architecture, as {@code os.arch} names it: {@code native/amd64/libgstlab.so}.
 */
final class PluginBundles implements BundleTrackerCustomizer<LabPlugins.@Nullable Owner>, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PluginBundles.class);

    private final LabPlugins plugins;
    /** Examining a plug-in takes a moment, and bundles of a start must not wait for it. */
    private final SerialExecutor thread;

    private final BundleTracker<LabPlugins.@Nullable Owner> tracker;

    PluginBundles(BundleContext context, LabPlugins plugins, ExecutorService pool) {
        this.plugins = plugins;
        thread = new SerialExecutor(pool, e -> LOGGER.error("a plug-in could not be installed", e));
        tracker = new BundleTracker<>(context, Bundle.ACTIVE, this);
        tracker.open();
    }

    @Override
    public LabPlugins.@Nullable Owner addingBundle(Bundle bundle, BundleEvent event) {
        String directory = bundle.getHeaders("").get(NativePlugin.HEADER);
        if (directory == null) {
            return null;
        }
        LabPlugins.Owner owner =
                new LabPlugins.Owner(String.valueOf(bundle.getSymbolicName()), bundle.getLastModified());
        thread.execute(() -> {
            install(owner, bundle, directory.strip());
            plugins.examined(owner);
        });
        return owner;
    }

    private void install(LabPlugins.Owner owner, Bundle bundle, String directory) {
        String path = directory + "/" + System.getProperty("os.arch");
        var entries = bundle.findEntries(path, "*.so", false);
        if (entries == null) {
            plugins.refuse(
                    owner,
                    path + "/*.so",
                    "There is none for this machine: the header " + NativePlugin.HEADER + " of the bundle says "
                            + directory + ".");
            return;
        }
        for (URL entry : List.copyOf(Collections.list(entries))) {
            String name = entry.getPath().substring(entry.getPath().lastIndexOf('/') + 1);
            try (InputStream content = entry.openStream()) {
                String unused = plugins.install(owner, name, content);
            } catch (IOException e) {
                plugins.refuse(owner, name, "It cannot be unpacked: " + e + ".");
            }
        }
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, LabPlugins.@Nullable Owner owner) {}

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, LabPlugins.@Nullable Owner owner) {
        if (owner != null) {
            thread.execute(() -> plugins.uninstall(owner));
        }
    }

    @Override
    public void close() {
        tracker.close();
    }
}
