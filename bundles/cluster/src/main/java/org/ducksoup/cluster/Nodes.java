package org.ducksoup.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ducksoup.api.cluster.ClusterNode;
import org.ducksoup.api.cluster.ClusterNode.State;
import org.ducksoup.api.cluster.ClusterNodes;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.cluster.lease.Members;
import org.ducksoup.cluster.placement.ServerReport;
import org.ducksoup.parts.Timer;

/** The servers for operators. */
final class Nodes implements ClusterNodes {
    private final Supplier<Members> members;
    private final RollCall rollCall;
    private final Supplier<ServerReport> own;
    private final Duration leaseTime;
    private final Timer timer;

    Nodes(Supplier<Members> members, RollCall rollCall, Supplier<ServerReport> own, Duration leaseTime, Timer timer) {
        this.members = members;
        this.rollCall = rollCall;
        this.own = own;
        this.leaseTime = leaseTime;
        this.timer = timer;
    }

    @Override
    public List<ClusterNode> nodes() {
        return members.get().configured().stream().sorted().map(this::node).toList();
    }

    private ClusterNode node(String server) {
        ServerReport self = own.get();
        if (server.equals(self.server())) {
            return node(self, state(self), true, Duration.ZERO);
        }
        Optional<RollCall.Heard> last = rollCall.last(server);
        State lost = members.get().forgotten().contains(server) ? State.FORGOTTEN : State.UNREACHABLE;
        if (last.isEmpty()) {
            return new ClusterNode(server, null, lost, false, null, null, -1, -1, 0, null);
        }
        ServerReport report = last.get().report();
        return node(
                report,
                rollCall.report(server).isPresent() ? state(report) : lost,
                false,
                Duration.ofNanos(timer.nanoTime() - last.get().nanos()));
    }

    private static State state(ServerReport report) {
        if (!report.serving()) {
            return State.STARTING;
        }
        if (report.draining()) {
            return State.DRAINING;
        }
        return report.full() ? State.FULL : State.SERVING;
    }

    private static ClusterNode node(ServerReport report, State state, boolean here, Duration heard) {
        return new ClusterNode(
                report.server(),
                report.url(),
                state,
                here,
                report.version(),
                report.load(),
                report.processorShare(),
                report.freeBytes(),
                report.passedOn(),
                heard);
    }

    @Override
    public void forget(String server) throws OperationException {
        if (!members.get().configured().contains(server)) {
            throw new OperationException(
                    OperationException.Cause.UNKNOWN,
                    "server",
                    "the cluster has no server " + server + "; it has "
                            + String.join(
                                    ", ",
                                    members.get().configured().stream().sorted().toList()));
        }
        if (server.equals(own.get().server()) || rollCall.report(server).isPresent()) {
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE,
                    "server",
                    server + " answers; only a server that is off can be forgotten. Stop it first, or drain it");
        }
        Optional<RollCall.Heard> last = rollCall.last(server);
        if (last.isPresent() && timer.nanoTime() - last.get().nanos() < leaseTime.toNanos()) {
            // Half of the servers may just have granted it another lease.
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE,
                    "server",
                    server + " was heard less than " + leaseTime.toSeconds()
                            + " s ago, and may still serve its interactions; try again in "
                            + leaseTime.toSeconds() + " s");
        }
        rollCall.forget(server).toCompletableFuture().join();
    }
}
