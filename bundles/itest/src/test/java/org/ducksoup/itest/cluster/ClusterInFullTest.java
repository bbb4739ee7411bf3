package org.ducksoup.itest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.NextVersion;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Three servers with the usual lease: long losses, and an update of each server in turn while calls begin all the time. */
@Tag("waits")
@Tag("long")
class ClusterInFullTest {
    private static final Duration LEASE = Duration.ofSeconds(4);

    @TempDir
    private static Path data;

    private static Servers servers;
    private static HeadlessClients clients;
    private static ServerLoss loss;

    @RegisterExtension
    static final ServersOnFailure ON_FAILURE = new ServersOnFailure(() -> servers);

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.start(3, server -> server.with("DUCKSOUP_DATA_DIR", data.toString()));
        clients = HeadlessClients.open(InetAddress.getByName(servers.hosts().machine()));
        loss = new ServerLoss(servers, clients, data, LEASE);
    }

    /** By all logs, no interaction was in two places. */
    @AfterAll
    static void stop() {
        clients.close();
        try {
            int unused = servers.whereabouts().check();
        } finally {
            servers.close();
        }
    }

    @Test
    void aServerThatIsKilled() throws Exception {
        loss.kill();
    }

    @Test
    void aServerThatStandsStillForTwentySeconds() throws Exception {
        loss.standStill(Duration.ofSeconds(20));
    }

    @Test
    void aServerThatIsCutOffForFiveSeconds() throws Exception {
        loss.loseCable(Duration.ofSeconds(5));
    }

    @Test
    void aServerThatIsCutOffForAMinute() throws Exception {
        loss.loseCable(Duration.ofSeconds(60));
    }

    /** Each server in turn: no interaction is lost, and nobody is refused. The second of two versions says more than the first. */
    @Test
    void aRollingUpdateUnderLoad() throws Exception {
        Path next = NextVersion.distribution(Path.of("target/next-version").toAbsolutePath());
        List<HeadlessParticipant> all = new CopyOnWriteArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        Random random = new Random(3);
        AtomicInteger down = new AtomicInteger(-1);
        Thread load = new Thread(() -> {
            for (int i = 0; !over.get(); i++) {
                List<HeadlessParticipant> both = new ArrayList<>();
                for (String user : List.of("ann", "bob")) {
                    int server = random.nextInt(3);
                    // A load balancer sends nobody to a server that is not ready.
                    both.add(clients.join(
                            servers.signaling(server == down.get() ? (server + 1) % 3 : server),
                            ParticipantOptions.of("rolling-" + i, user, 2).lasting(Duration.ofSeconds(30))));
                }
                all.addAll(both);
                both.get(0).hear(Duration.ofSeconds(2));
            }
        });
        load.start();
        for (int i = 0; i < 3; i++) {
            down.set(i);
            servers.console(i, "ducksoup:drain");
            int number = i;
            await("the calls of " + servers.name(i))
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> isDone(number));
            servers.get(i).stop(Duration.ofSeconds(30));
            servers.startAgain(i, next).awaitReady(ServerLoss.BACK);
            servers.awaitState((i + 1) % 3, i, "serving", ServerLoss.BACK);
            down.set(-1);
        }
        over.set(true);
        load.join();
        for (HeadlessParticipant each : all) {
            each.await(Milestone.END, Duration.ofSeconds(60));
            assertThat(each.received(MediaKind.VIDEO)).isPositive();
            each.close();
        }
        JsonNode nodes = nodes(0);
        assertThat(nodes.findValuesAsText("version")).containsOnly(NextVersion.VERSION);
        System.out.printf("rolling update: %d participants, each with its whole call%n", all.size());
    }

    private static JsonNode nodes(int number) throws Exception {
        return new ObjectMapper().readTree(servers.console(number, "ducksoup:nodes --json"));
    }

    /** Nothing runs on it, and it has nobody's socket. */
    private static boolean isDone(int number) throws Exception {
        for (JsonNode node : nodes(number)) {
            if (node.path("here").asBoolean()) {
                return node.path("interactions").asInt() == 0
                        && node.path("passedOn").asInt() == 0;
            }
        }
        throw new AssertionError("the server does not list itself");
    }
}
