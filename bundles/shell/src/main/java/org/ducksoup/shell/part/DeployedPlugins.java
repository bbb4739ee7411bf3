package org.ducksoup.shell.part;

import java.time.Duration;
import java.util.List;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.pipeline.NativePlugin;
import org.ducksoup.shell.part.Deployment.Offer;
import org.ducksoup.shell.server.Workers;
import org.osgi.framework.Bundle;

/** The native plug-ins of a bundle that is deployed. A process of its own examines them first. */
final class DeployedPlugins {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Workers workers;

    DeployedPlugins(Workers workers) {
        this.workers = workers;
    }

    /**
     * Waits until the plug-ins of a bundle are examined.
     *
     * @return their effects; empty if the bundle brings no plug-ins
     * @throws OperationException if one of them cannot be used
     */
    List<Offer> of(Bundle bundle) throws OperationException {
        if (bundle.getHeaders("").get(NativePlugin.HEADER) == null) {
            return List.of();
        }
        List<NativePlugin> examined = workers.awaitPlugins(bundle, PATIENCE);
        if (examined.isEmpty()) {
            throw refused(
                    "its plug-ins are not examined: there are no workers (workers = 0 in etc/org.ducksoup.gstreamer.cfg), or"
                            + " the log says what is wrong");
        }
        return offers(examined);
    }

    private static List<Offer> offers(List<NativePlugin> plugins) throws OperationException {
        for (NativePlugin plugin : plugins) {
            if (!plugin.problem().isEmpty()) {
                throw refused(plugin.file() + " cannot be used: " + plugin.problem());
            }
        }
        return plugins.stream()
                .flatMap(plugin -> plugin.effects().stream()
                        .map(effect -> new Offer(
                                "effect",
                                effect,
                                "audioFx or videoFx \"" + effect + "\", in a process of its own (" + plugin.file()
                                        + ")")))
                .toList();
    }

    private static OperationException refused(String message) {
        return new OperationException(OperationException.Cause.BAD_VALUE, "jar", message);
    }
}
