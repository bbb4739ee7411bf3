package org.ducksoup.stats.figures;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.cluster.ClusterNode;
import org.ducksoup.api.cluster.ServerLoad;

/** The servers of a cluster as this one sees them, for Prometheus. A server that is alone has no such gauges. */
final class ClusterGauges {
    private final MultiGauge servers;
    private final MultiGauge interactions;

    ClusterGauges(MeterRegistry registry) {
        servers = MultiGauge.builder("ducksoup.cluster.servers")
                .description("Servers of the cluster as this one sees them")
                .register(registry);
        interactions = MultiGauge.builder("ducksoup.cluster.interactions")
                .description("Interactions on each server that is heard")
                .register(registry);
    }

    /** @param nodes all servers; none without a cluster */
    void show(List<ClusterNode> nodes) {
        List<Row<?>> states = new ArrayList<>();
        List<Row<?>> loads = new ArrayList<>();
        if (!nodes.isEmpty()) {
            for (ClusterNode.State state : ClusterNode.State.values()) {
                // Those without a server, too: alarms compare with 0.
                states.add(Row.of(
                        Tags.of("state", state.token()),
                        nodes.stream().filter(node -> node.state() == state).count()));
            }
        }
        for (ClusterNode node : nodes) {
            ServerLoad load = node.load();
            if (load != null && !isLost(node.state())) {
                loads.add(Row.of(Tags.of("server", node.name()), load.interactions()));
            }
        }
        servers.register(states, true);
        interactions.register(loads, true);
    }

    /** What it said last is no longer so. */
    private static boolean isLost(ClusterNode.State state) {
        return state == ClusterNode.State.UNREACHABLE || state == ClusterNode.State.FORGOTTEN;
    }
}
