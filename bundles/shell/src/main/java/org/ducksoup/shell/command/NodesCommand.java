package org.ducksoup.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ducksoup.api.cluster.ClusterNode;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.cluster.Cluster;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:nodes}. */
@Service
@Command(
        scope = "ducksoup",
        name = "nodes",
        description =
                "Lists the servers of the cluster. \"nodes forget NAME\" says that a server is off, so that it does not count"
                        + " any more and its interactions may begin anew.")
@SuppressWarnings("SystemOut") // the command's console
public final class NodesCommand extends ConsoleCommand {
    private static final String FORGET = "forget";

    @Reference
    private @Nullable Cluster cluster;

    @Argument(index = 0, name = "action", description = "forget")
    private @Nullable String action;

    @Argument(index = 1, name = "name", description = "of a server that is off")
    private @Nullable String name;

    @Override
    public @Nullable Object execute() throws OperationException {
        if (action != null) {
            forget();
            return null;
        }
        List<ClusterNode> nodes = set(cluster).nodes();
        if (isJson()) {
            printJson(set(cluster).documents());
        } else if (nodes.isEmpty()) {
            System.out.println("This server is in no cluster (DUCKSOUP_CLUSTER_MEMBERS).");
        } else {
            print(nodes);
        }
        return null;
    }

    private void forget() throws OperationException {
        String server = name;
        if (!FORGET.equals(action) || server == null) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE, "action", "use \"nodes\", or \"nodes forget NAME\"");
        }
        set(cluster).forget(server);
        System.out.println(server + " does not count any more. When it is started again, it counts again.");
    }

    private static void print(List<ClusterNode> nodes) {
        ShellTable table = new ShellTable();
        List.of(
                        "Server",
                        "State",
                        "Interactions",
                        "Participants",
                        "Passed on",
                        "Processors",
                        "Free",
                        "Version",
                        "Heard")
                .forEach(table::column);
        for (ClusterNode node : nodes) {
            ServerLoad load = node.load();
            table.addRow()
                    .addContent(
                            node.name() + (node.here() ? " (this one)" : ""),
                            node.state().token(),
                            load == null ? "" : load.interactions(),
                            load == null ? "" : load.participants() + " of " + load.maxParticipants(),
                            load == null ? "" : node.passedOn(),
                            node.processorShare() < 0 ? "" : Math.round(node.processorShare() * 100) + " %",
                            node.freeBytes() < 0 ? "" : (node.freeBytes() >> 30) + " GiB",
                            node.version() == null ? "" : node.version(),
                            node.heard() == null ? "never" : heard(node));
        }
        table.print(System.out);
    }

    private static String heard(ClusterNode node) {
        return node.here() || node.heard() == null ? "" : node.heard().toSeconds() + " s ago";
    }
}
