package org.ducksoup.shell.command;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.cluster.ClusterNode;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.cluster.Cluster;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:status}. */
@Service
@Command(
        scope = "ducksoup",
        name = "status",
        description = "Shows whether participants can join, and how many interactions and participants there are.")
public final class StatusCommand extends StudyCommand {
    @Reference
    private @Nullable SupervisedStudy supervised;

    @Reference
    private @Nullable Cluster cluster;

    @Override
    void run(Supervision study) throws OperationException {
        Map<String, Object> values = set(supervised).status().document();
        Object obstacle = values.get("obstacle");
        done(
                values,
                (obstacle == null ? "Participants can join." : "New interactions cannot begin: " + obstacle + ".")
                        + "\nInteractions: " + values.get("running") + " running, " + values.get("waiting")
                        + " waiting. Participants: " + values.get("participants") + "." + servers());
    }

    /** On a server that is alone there is nothing to say. */
    private String servers() {
        List<ClusterNode> nodes = set(cluster).nodes();
        return nodes.isEmpty()
                ? ""
                : "\nServers: "
                        + nodes.stream()
                                .map(node ->
                                        node.name() + " " + node.state().token() + (node.here() ? " (this one)" : ""))
                                .collect(Collectors.joining(", "))
                        + ".";
    }
}
