package org.ducksoup.shell.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.cluster.ClusterNode;
import org.ducksoup.api.cluster.ClusterNodes;
import org.ducksoup.api.cluster.InteractionHomes;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.operation.OperationException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The servers of the cluster, if this server is in one: what commands refer to directly must not be absent. */
@Component(service = Cluster.class)
public final class Cluster {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ClusterNodes nodes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable InteractionHomes homes;

    /** A cluster of these servers, for use outside a container. */
    public static Cluster of(ClusterNodes nodes) {
        Cluster cluster = new Cluster();
        cluster.nodes = nodes;
        return cluster;
    }

    /** All servers; none on a server that is alone. */
    public List<ClusterNode> nodes() {
        ClusterNodes known = nodes;
        return known == null ? List.of() : known.nodes();
    }

    /** Participants of interactions on other servers whose sockets this server has; none on a server that is alone. */
    public int passedOn() {
        return nodes().stream()
                .filter(ClusterNode::here)
                .mapToInt(ClusterNode::passedOn)
                .sum();
    }

    /** Why nobody can join by way of this server; empty if that is possible, and on a server that is alone. */
    public Optional<String> objection() {
        return Optional.ofNullable(homes).flatMap(InteractionHomes::objection).map(ServerMessage.Reason::message);
    }

    /** @throws OperationException if there is no cluster, no such server, or if it answers */
    public void forget(String server) throws OperationException {
        ClusterNodes known = nodes;
        if (known == null) {
            throw new OperationException(
                    OperationException.Cause.UNKNOWN,
                    "server",
                    "this server is in no cluster; DUCKSOUP_CLUSTER_MEMBERS names the servers of one");
        }
        known.forget(server);
    }

    /** All servers as JSON; none on a server that is alone. */
    public List<Map<String, Object>> documents() {
        return nodes().stream().map(Cluster::document).toList();
    }

    /** A server as JSON. */
    public static Map<String, Object> document(ClusterNode node) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", node.name());
        json.put("state", node.state().token());
        json.put("here", node.here());
        if (node.url() != null) {
            json.put("url", node.url());
        }
        if (node.version() != null) {
            json.put("version", node.version());
        }
        ServerLoad load = node.load();
        if (load != null) {
            json.put("interactions", load.interactions());
            json.put("participants", load.participants());
            json.put("maxParticipants", load.maxParticipants());
            json.put("pipelines", load.pipelines());
            json.put("maxPipelines", load.maxPipelines());
        }
        if (node.processorShare() >= 0) {
            json.put("processorShare", Math.round(node.processorShare() * 1000) / 1000.0);
        }
        if (node.freeBytes() >= 0) {
            json.put("freeBytes", node.freeBytes());
        }
        if (node.load() != null) {
            json.put("passedOn", node.passedOn());
        }
        if (node.heard() != null) {
            json.put("heardSecondsAgo", Math.round(node.heard().toMillis() / 100.0) / 10.0);
        }
        return json;
    }
}
