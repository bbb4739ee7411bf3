package org.ducksoup.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.cluster.ClusterNode;
import org.ducksoup.api.cluster.ClusterNode.State;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.cluster.lease.CountedMembers;
import org.ducksoup.cluster.lease.Grants;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.lease.Members;
import org.ducksoup.cluster.lease.ServerLease;
import org.ducksoup.cluster.member.Datagrams;
import org.ducksoup.cluster.member.Reports;
import org.ducksoup.cluster.placement.ServerReport;
import org.ducksoup.cluster.relay.OpenRelays;
import org.ducksoup.parts.VirtualTimer;
import org.junit.jupiter.api.Test;

/** What operators see of three servers on server "a:1", and when it lets them forget one. */
class NodesTest {
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final ServerLoad LOAD = new ServerLoad(3, 6, 100, 0, 100, 0, 100, 0, 100);

    private final VirtualTimer timer = new VirtualTimer();
    private final CountedMembers members = new CountedMembers(Members.of(List.of("a:1", "b:1", "c:1")));
    private final ServerLease lease =
            new ServerLease("a:1", LEASE, timer::nanoTime, members::now, () -> "life of " + timer.nanoTime());
    private final List<String> asked = new ArrayList<>();
    private final RollCall rollCall = new RollCall(
            members,
            new Grants(LEASE, timer::nanoTime),
            lease,
            LEASE,
            this::own,
            to -> {
                throw new AssertionError("nobody is passed on");
            },
            new OpenRelays(),
            server -> {},
            timer);
    private final Nodes nodes = new Nodes(members::now, rollCall, this::own, LEASE, timer);

    NodesTest() {
        rollCall.use((server, question, onAnswer) ->
                asked.add(server + " " + question.path("kind").asText()));
    }

    private ServerReport own() {
        return report("a:1", true, false, false);
    }

    private static ServerReport report(String server, boolean serving, boolean draining, boolean full) {
        return new ServerReport(
                new Identity(server, "life"),
                "1.0.0",
                "http://" + server,
                serving,
                draining,
                full,
                LOAD,
                0.25,
                1L << 40,
                2);
    }

    /** A server asks for a grant, and tells of itself with it. */
    private void hear(ServerReport report) {
        ObjectNode question = Datagrams.object().put("kind", "grant");
        Reports.write(report, question.putObject("report"));
        assertThat(rollCall.answer(report.server(), question).path("granted").asBoolean())
                .isTrue();
    }

    private ClusterNode node(String name) {
        return nodes.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachServerIsListedWithWhatItSaidLast() {
        assertThat(nodes.nodes()).extracting(ClusterNode::name).containsExactly("a:1", "b:1", "c:1");
        assertThat(node("a:1").here()).isTrue();
        assertThat(node("b:1"))
                .isEqualTo(new ClusterNode("b:1", null, State.UNREACHABLE, false, null, null, -1, -1, 0, null));
        hear(report("b:1", true, false, false));
        timer.pass(Duration.ofSeconds(1));
        assertThat(node("b:1"))
                .isEqualTo(new ClusterNode(
                        "b:1",
                        "http://b:1",
                        State.SERVING,
                        false,
                        "1.0.0",
                        LOAD,
                        0.25,
                        1L << 40,
                        2,
                        Duration.ofSeconds(1)));
    }

    @Test
    void statesFollowFromTheReports() {
        hear(report("b:1", false, true, true));
        assertThat(node("b:1").state()).isEqualTo(State.STARTING);
        hear(report("b:1", true, true, true));
        assertThat(node("b:1").state()).isEqualTo(State.DRAINING);
        hear(report("b:1", true, false, true));
        assertThat(node("b:1").state()).isEqualTo(State.FULL);
        timer.pass(Duration.ofSeconds(3));
        assertThat(node("b:1").state()).as("after half a lease").isEqualTo(State.UNREACHABLE);
        assertThat(node("b:1").load()).as("what it said last").isEqualTo(LOAD);
    }

    @Test
    void aServerThatAnswersOrMayStillServeIsNotForgotten() throws Exception {
        assertThatThrownBy(() -> nodes.forget("d:1"))
                .isInstanceOf(OperationException.class)
                .hasMessage("the cluster has no server d:1; it has a:1, b:1, c:1");
        assertThatThrownBy(() -> nodes.forget("a:1")).hasMessageContaining("a:1 answers");
        hear(report("b:1", true, false, false));
        assertThatThrownBy(() -> nodes.forget("b:1")).hasMessageContaining("b:1 answers");
        timer.pass(Duration.ofSeconds(3));
        assertThatThrownBy(() -> nodes.forget("b:1")).hasMessageContaining("heard less than 4 s ago");
        assertThat(asked).as("what the others were told").isEmpty();

        timer.pass(Duration.ofSeconds(2));
        nodes.forget("b:1");
        assertThat(node("b:1").state()).isEqualTo(State.FORGOTTEN);
        assertThat(asked).contains("c:1 forget");
    }

    @Test
    void aForgottenServerCountsAgainWhenItIsHeard() throws Exception {
        nodes.forget("b:1");
        assertThat(members.now().toBegin()).as("of two").isEqualTo(2);
        hear(report("b:1", true, false, false));
        assertThat(node("b:1").state()).isEqualTo(State.SERVING);
        assertThat(members.now().forgotten()).isEmpty();
    }
}
