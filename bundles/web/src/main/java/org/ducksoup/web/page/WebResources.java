package org.ducksoup.web.page;

import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * The files of all active bundles with the header {@code DuckSoup-Web-Resources}. The header names the directory in the
 * bundle that is served at {@code /}. If two bundles have the same file, the one that was installed first wins.
 */
@Component(service = WebResources.class)
public final class WebResources implements BundleTrackerCustomizer<Map<String, WebResource>> {
    private static final String HEADER = "DuckSoup-Web-Resources";

    private final Map<Long, Map<String, WebResource>> filesByBundle = new ConcurrentSkipListMap<>();
    private final CopyOnWriteArrayList<Awaited> awaited = new CopyOnWriteArrayList<>();
    private final BundleTracker<Map<String, WebResource>> tracker;

    private record Awaited(String path, CompletableFuture<Void> present) {}

    @Activate
    public WebResources(BundleContext context) {
        tracker = new BundleTracker<>(context, Bundle.ACTIVE, this);
        tracker.open();
    }

    @Deactivate
    void stop() {
        tracker.close();
    }

    /** @param path starts with a slash; only files that are listed in a bundle can be found */
    Optional<WebResource> find(String path) {
        return filesByBundle.values().stream()
                .flatMap(files -> Optional.ofNullable(files.get(path)).stream())
                .findFirst();
    }

    /** Completes when a file of this path is present. */
    public CompletableFuture<Void> whenPresent(String path) {
        Awaited one = new Awaited(path, new CompletableFuture<>());
        awaited.add(one);
        completeAwaited();
        return one.present();
    }

    private void completeAwaited() {
        for (Awaited one : awaited) {
            if (find(one.path()).isPresent()) {
                awaited.remove(one);
                one.present().complete(null);
            }
        }
    }

    @Override
    public @Nullable Map<String, WebResource> addingBundle(Bundle bundle, @Nullable BundleEvent event) {
        String root = bundle.getHeaders("").get(HEADER);
        if (root == null) {
            return null;
        }
        Map<String, WebResource> files = list(bundle, root);
        filesByBundle.put(bundle.getBundleId(), files);
        completeAwaited();
        return files;
    }

    @Override
    public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, Map<String, WebResource> files) {
        // The files of an active bundle never change.
    }

    @Override
    public void removedBundle(Bundle bundle, @Nullable BundleEvent event, Map<String, WebResource> files) {
        filesByBundle.remove(bundle.getBundleId());
    }

    private static Map<String, WebResource> list(Bundle bundle, String root) {
        Map<String, WebResource> files = new HashMap<>();
        var found = bundle.findEntries(root, "*", true);
        if (found != null) {
            String directory = (root.startsWith("/") ? root : "/" + root).replaceAll("/+$", "");
            for (URL url : Collections.list(found)) {
                if (!url.getPath().endsWith("/")) {
                    files.put(url.getPath().substring(directory.length()), new WebResource(url));
                }
            }
        }
        return Map.copyOf(files);
    }
}
