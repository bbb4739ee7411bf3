package org.ducksoup.shell.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.ParticipantStatus.Presence;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.cluster.Cluster;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether participants can join this server, and how many are there. The counts are this server's own, also in a cluster: who drains a
 * server waits until nothing runs on it.
 */
@Component(service = ServerStatus.class)
public final class ServerStatus {
    private final Supervision study;
    private final InteractionRegistry registry;
    private final Cluster cluster;

    @Activate
    public ServerStatus(
            @Reference(target = "(" + Supervision.HERE + ")") Supervision study,
            @Reference InteractionRegistry registry,
            @Reference Cluster cluster) {
        this.study = study;
        this.registry = registry;
        this.cluster = cluster;
    }

    /**
     * {@code {"acceptsNew": true, "obstacle": null, "draining": false, "running": 2, "waiting": 1, "participants": 5, "servers": []}}.
     * The servers are those of the cluster, with {@code "here": true} for this one.
     */
    public Map<String, Object> document() {
        List<InteractionStatus> interactions = study.interactions();
        long running =
                interactions.stream().filter(one -> one.state().isRunning()).count();
        long present = interactions.stream()
                .flatMap(one -> one.participants().stream())
                .filter(one -> one.presence() == Presence.PRESENT || one.presence() == Presence.UNREACHABLE)
                .count();
        String obstacle = obstacle();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("acceptsNew", obstacle == null);
        values.put("obstacle", obstacle);
        values.put("draining", study.isDraining());
        values.put("running", running);
        values.put("waiting", interactions.size() - running);
        values.put("participants", present);
        values.put("servers", cluster.documents());
        return values;
    }

    /** Why no new interaction can begin; null if one can. */
    private @Nullable String obstacle() {
        return study.isDraining()
                ? "the server drains (ducksoup:drain --off ends that)"
                : cluster.objection()
                        .or(() -> registry.full().map(ServerMessage.Reason::message))
                        .orElse(null);
    }
}
