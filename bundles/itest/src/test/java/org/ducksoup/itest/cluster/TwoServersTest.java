package org.ducksoup.itest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two servers, of which one is lost: the other goes on with its calls, and begins new ones when an operator has said that the lost one is
 * off.
 */
@Tag("long")
class TwoServersTest {
    private static final Duration LEASE = Duration.ofSeconds(4);

    @Test
    void theSurvivorBeginsNewInteractionsWhenTheOtherIsForgotten() throws Exception {
        try (Servers servers = Servers.start(2, server -> server);
                HeadlessClients clients = HeadlessClients.open(
                        InetAddress.getByName(servers.hosts().machine()))) {
            List<ServerLoss.Call> others = new ArrayList<>();
            ServerLoss.Call lost = ServerLoss.Call.on(servers, clients, 1, "lost", others);
            ServerLoss.Call goesOn = ServerLoss.Call.on(servers, clients, 0, "goes-on", others);
            assertThatThrownBy(() -> servers.console(0, "ducksoup:nodes forget " + servers.name(1)))
                    .hasMessageContaining("answers; only a server that is off can be forgotten");
            servers.kill(1);
            servers.awaitState(0, 1, "unreachable", Duration.ofSeconds(20));
            goesOn.ann().hear(LEASE.plusSeconds(1));
            long received = goesOn.received();
            goesOn.ann().hear(Duration.ofSeconds(1));
            assertThat(goesOn.received()).isGreaterThan(received);
            refused(servers, clients, "new");
            refused(servers, clients, lost.name());

            assertThat(servers.console(0, "ducksoup:nodes forget " + servers.name(1)))
                    .contains("does not count any more");
            servers.awaitState(0, 0, "serving", Duration.ofSeconds(10));
            others.add(ServerLoss.Call.begin(servers, clients, "new", 0, 0));
            others.add(ServerLoss.Call.begin(servers, clients, lost.name(), 0, 0));
            assertThat(goesOn.ann().hasReached(Milestone.END)).isFalse();

            servers.startAgain(1).awaitReady(ServerLoss.BACK);
            servers.awaitState(0, 1, "serving", ServerLoss.BACK);
            others.add(ServerLoss.Call.begin(servers, clients, "by-way-of-the-other", 1, 1));
            assertThat(servers.whereabouts().check()).isEqualTo(1);
            lost.close();
            goesOn.close();
            others.forEach(ServerLoss.Call::close);
        }
    }

    /** Whoever joins hears that this server waits. */
    private static void refused(Servers servers, HeadlessClients clients, String interaction) {
        try (HeadlessParticipant ann = ServerLoss.Call.join(servers, clients, interaction, "ann", 0)) {
            assertThat(ann.milestone(Milestone.REFUSED).join().toString()).contains("starting");
            assertThat(ann.hasReached(Milestone.JOINED)).isFalse();
        }
    }
}
