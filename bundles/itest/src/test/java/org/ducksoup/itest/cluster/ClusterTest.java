package org.ducksoup.itest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers: participants reach any of them, and each interaction lives on one. {@link ClusterInFullTest} has longer losses.
 */
class ClusterTest {
    private static final Duration LEASE = Duration.ofSeconds(4);

    /** Two conditions in turn. */
    private static final String TURNS = """
            duration: 20
            roles: [a, b]
            recordingMode: none
            audioOnly: true
            assignment: { by: sequence }
            conditions: { one: {}, other: {} }
            """;

    @TempDir
    private static Path data;

    private static Servers servers;
    private static HeadlessClients clients;
    private static ServerLoss loss;

    @RegisterExtension
    static final ServersOnFailure ON_FAILURE = new ServersOnFailure(() -> servers);

    @BeforeAll
    static void start() throws Exception {
        // As on a network drive: who begins an interaction again completes what the lost server has left.
        servers = Servers.start(
                3, server -> server.with("DUCKSOUP_DATA_DIR", data.toString()).withFile("etc/plans/turns.yaml", TURNS));
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
    void participantsReachTheirInteractionThroughAnyServer() throws Exception {
        Random random = new Random(7);
        List<HeadlessParticipant> all = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            for (String user : List.of("ann", "bob")) {
                all.add(clients.join(
                        servers.signaling(random.nextInt(3)),
                        ParticipantOptions.of("call-" + i, user, 2).lasting(Duration.ofSeconds(12))));
            }
        }
        for (HeadlessParticipant each : all) {
            each.await(Milestone.START, Duration.ofSeconds(30));
        }
        for (HeadlessParticipant each : all) {
            each.await(Milestone.END, Duration.ofSeconds(40));
            assertThat(each.received(MediaKind.VIDEO)).isPositive();
            each.close();
        }
        System.out.println("homes: " + servers.evenness());
    }

    /** One of the two writes the join as players of the first generation do. {@link LoadBalancerTest} has a crowd. */
    @Test
    void participantsReachTheirInteractionThroughHaproxy() throws Exception {
        try (Balancer balancer = Balancer.haproxy(servers)) {
            for (int i = 0; i < 3; i++) {
                ParticipantOptions options =
                        ParticipantOptions.of("balanced-" + i, "ann", 2).with("recordingMode", "none");
                try (HeadlessParticipant ann = clients.join(balancer.signaling(), options.with("framerate", 30));
                        HeadlessParticipant bob = clients.join(
                                balancer.signaling(),
                                options.with("userId", "bob").with("frameRate", 30))) {
                    ann.await(Milestone.FIRST_KEY_FRAME, Duration.ofSeconds(30));
                    bob.await(Milestone.FIRST_KEY_FRAME, Duration.ofSeconds(30));
                    ann.stop();
                    bob.stop();
                }
            }
        }
    }

    /** Whatever servers the participants reach, each place of a plan is given once, and all servers know it. */
    @Test
    void aPlanIsCarriedOutByAllServersTogether() throws Exception {
        List<HeadlessParticipant> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            for (String role : List.of("a", "b")) {
                all.add(clients.join(
                        servers.signaling((i + role.charAt(0)) % 3),
                        ParticipantOptions.planned("turn-" + i, "user-" + role, "turns", role)
                                .withoutVideo()));
            }
        }
        for (HeadlessParticipant each : all) {
            each.await(Milestone.START, Duration.ofSeconds(30));
        }
        List<List<String>> files = new ArrayList<>();
        for (ServerProcess server : servers.all()) {
            Path state = server.directory().resolve("plan-state");
            await("the copy of " + server.port())
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Files.exists(state.resolve("turns.assignments.csv"))
                            && Files.readAllLines(state.resolve("turns.assignments.csv"))
                                            .size()
                                    == 5);
            files.add(Files.readAllLines(state.resolve("turns.assignments.csv")));
            assertThat(Files.readAllLines(state.resolve("turns.key.csv")))
                    .isEqualTo(Files.readAllLines(
                            servers.get(0).directory().resolve("plan-state").resolve("turns.key.csv")));
        }
        assertThat(files.get(1)).isEqualTo(files.get(0));
        assertThat(files.get(2)).isEqualTo(files.get(0));
        assertThat(files.get(0).stream().skip(1).map(line -> line.split(",")[3]))
                .containsExactly("0", "1", "2", "3");
        all.forEach(HeadlessParticipant::stop);
        all.forEach(HeadlessParticipant::close);
    }

    /** An operator asks any server for the code, and the interaction may live on another one. */
    @Test
    void aPlanIsTriedOnAnyServer() throws Exception {
        Set<Integer> homes = new HashSet<>();
        for (int i = 0; i < 12 && homes.size() < 2; i++) {
            String printed = servers.console(0, "ducksoup:plan --role a --json try turns");
            String code = new ObjectMapper().readTree(printed).path("code").asText();
            ParticipantOptions options = ParticipantOptions.planned("trial-" + i, "ann", "", "")
                    .with("trial", code)
                    .withoutVideo();
            try (HeadlessParticipant ann = clients.join(servers.signaling(i % 3), options)) {
                ann.await(Milestone.START, Duration.ofSeconds(30));
                homes.add(servers.home("trial-" + i));
                ann.stop();
            }
        }
        assertThat(homes).as("servers on which trials were").hasSizeGreaterThan(1);
    }

    /** Whoever has not the secret gets no answer, and changes nothing. */
    @Test
    void strangersOnTheServersPorts() throws Exception {
        InetSocketAddress membership = servers.membership(0);
        byte[] garbage = new byte[3000];
        new Random(5).nextBytes(garbage);
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(membership.getAddress(), membership.getPort())) {
                socket.getOutputStream().write(garbage);
            }
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(500);
            for (int i = 0; i < 20; i++) {
                socket.send(new DatagramPacket(garbage, 1400 - i, membership));
            }
            assertThatThrownBy(() -> socket.receive(new DatagramPacket(garbage, garbage.length)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(servers.url(0) + "/ws"))
                                .header("Ducksoup-Relay", "bm90aGluZw")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isNotEqualTo(101);
        CompletableFuture<WebSocket> relayed = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Ducksoup-Relay", "bm90aGluZw")
                .buildAsync(URI.create("ws" + servers.url(0).substring(4) + "/ws"), new WebSocket.Listener() {});
        assertThatThrownBy(relayed::get).hasCauseInstanceOf(WebSocketHandshakeException.class);
        await().untilAsserted(() ->
                assertThat(servers.get(0).log()).contains("without the cluster's secret", "passed a client on"));
        try (ServerLoss.Call call = ServerLoss.Call.begin(servers, clients, "after-strangers", 0, 1)) {
            assertThat(call.received()).isPositive();
        }
        servers.awaitState(1, 0, "serving", ServerLoss.BACK);
    }

    @Test
    void anInteractionIsSeenAndSteeredFromEveryServer() throws Exception {
        List<ServerLoss.Call> others = new ArrayList<>();
        ServerLoss.Call call = ServerLoss.Call.on(servers, clients, 1, "seen", others);
        SeenAsOne.check(servers, 0, 1, call.name(), call.ann());
        call.close();
        others.forEach(ServerLoss.Call::close);
    }

    @Test
    void aServerThatIsKilled() throws Exception {
        loss.kill();
    }

    @Test
    void aServerThatStandsStill() throws Exception {
        loss.standStill(Duration.ofSeconds(7));
    }

    @Test
    void aServerThatLosesItsCable() throws Exception {
        loss.loseCable(Duration.ofSeconds(7));
    }

    /** For less than its lease: nothing ends. */
    @Test
    void aCableThatIsLoose() throws Exception {
        loss.looseCable();
    }
}
