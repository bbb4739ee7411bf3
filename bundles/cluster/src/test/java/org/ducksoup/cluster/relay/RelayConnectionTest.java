package org.ducksoup.cluster.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.cluster.RelayedClients.RelayedClient;
import org.ducksoup.api.cluster.ServerLoad;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.ducksoup.cluster.lease.Identity;
import org.ducksoup.cluster.member.Seal;
import org.ducksoup.cluster.placement.ServerReport;
import org.ducksoup.parts.VirtualTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client on its way by way of one server to another one, over real sockets. */
@Timeout(30)
class RelayConnectionTest {
    /** The client as the first server sees it. */
    private static final class FakeClient implements WebSocketSession {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final CompletableFuture<Boolean> ping = new CompletableFuture<>();

        @Override
        public String origin() {
            return "https://lab.example";
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.1:5";
        }

        @Override
        public Map<String, String> query() {
            return Map.of("href", "https://lab.example/a b?c=d&e");
        }

        @Override
        public void send(String text) {
            heard.add(text);
        }

        @Override
        public void close(int code, String reason) {
            heard.add("closed " + code + " " + reason);
        }

        @Override
        public CompletionStage<Boolean> ping(Duration timeout) {
            heard.add("ping");
            return ping;
        }

        String next() throws InterruptedException {
            String frame = heard.poll(10, TimeUnit.SECONDS);
            return frame == null ? "nothing" : frame;
        }
    }

    private final FakeClient client = new FakeClient();
    private final RelayHeader header = new RelayHeader("a:1", new Seal("secret", "relay"), new VirtualTimer());
    private final Relays relays = new Relays(header, "");
    private final FakeHome home = new FakeHome(false);

    RelayConnectionTest() throws IOException {}

    @AfterEach
    void end() throws IOException {
        relays.close();
        home.close();
    }

    private WebSocketListener relay(String url, String... firstFrames) {
        ServerReport report = new ServerReport(
                new Identity("b:1", "1"),
                "1",
                url,
                true,
                false,
                false,
                new ServerLoad(0, 0, 0, 0, 0, 0, 0, 0, 0),
                -1,
                -1,
                0);
        return relays.to(report).open(client, 1, List.of(firstFrames));
    }

    private WebSocketListener opened(String... firstFrames) throws InterruptedException {
        WebSocketListener relay = relay(home.url(), firstFrames);
        assertThat(home.next()).startsWith("GET /ws?");
        assertThat(home.next()).isEqualTo("open");
        return relay;
    }

    @Test
    void theOtherServerLearnsWhoTheClientIs() throws InterruptedException {
        relay(home.url());
        String head = home.next();
        assertThat(head).startsWith("GET /ws?href=https%3A%2F%2Flab.example%2Fa+b%3Fc%3Dd%26e HTTP/1.1");
        String sealed = head.lines()
                .filter(line -> line.startsWith("Ducksoup-Relay: "))
                .findFirst()
                .orElseThrow()
                .substring("Ducksoup-Relay: ".length());
        RelayHeader ofHome = new RelayHeader("b:1", new Seal("secret", "relay"), new VirtualTimer());
        assertThat(ofHome.check(sealed)).contains(new RelayedClient("https://lab.example", "192.0.2.1:5", "a:1", 2));
    }

    @Test
    void framesGoBothWaysInOrder() throws InterruptedException, IOException {
        WebSocketListener relay = relay(home.url(), "join", "second");
        for (int i = 0; i < 200; i++) {
            relay.onText("frame " + i);
        }
        home.next();
        assertThat(List.of(home.next(), home.next(), home.next())).containsExactly("open", "join", "second");
        for (int i = 0; i < 200; i++) {
            assertThat(home.next()).isEqualTo("frame " + i);
        }
        String large = "ö".repeat(20_000);
        for (int i = 0; i < 100; i++) {
            home.send("answer " + i);
        }
        home.send(large);
        for (int i = 0; i < 100; i++) {
            assertThat(client.next()).isEqualTo("answer " + i);
        }
        assertThat(client.next()).isEqualTo(large);
    }

    @Test
    void theClientsGoodbyeComesAfterAllItHasSaid() throws InterruptedException {
        WebSocketListener relay = opened();
        relay.onText("last");
        relay.onClose(1001, "");
        assertThat(List.of(home.next(), home.next())).containsExactly("last", "closed 1001");
        assertThat(client.heard).isEmpty();
    }

    /** However a way ends, it is counted once: who stops this server waits for the last one. */
    @Test
    void waysAreCountedUntilTheyEnd() throws Exception {
        assertThat(relays.open().whenNone().toCompletableFuture()).isCompleted();
        WebSocketListener first = opened();
        FakeHome other = new FakeHome(false);
        WebSocketListener second = relay(other.url());
        var none = relays.open().whenNone().toCompletableFuture();
        assertThat(relays.open().count()).isEqualTo(2);
        first.onClose(1006, "");
        first.onClose(1000, "");
        assertThat(relays.open().count()).isEqualTo(1);
        assertThat(none).isNotDone();
        assertThat(other.next()).startsWith("GET /ws?");
        assertThat(other.next()).isEqualTo("open");
        other.close(1000, "over");
        assertThat(client.next()).isEqualTo("closed 1000 over");
        none.get(10, TimeUnit.SECONDS);
        second.onClose(1000, "");
        assertThat(relays.open().count()).isZero();
        relay("http://127.0.0.1:9");
        assertThat(client.next()).isEqualTo("closed 1012 server lost");
        assertThat(relays.open().count()).isZero();
        other.close();
    }

    @Test
    void aPageThatClosesWithoutACodeHasClosedInOrder() throws InterruptedException {
        opened().onClose(1005, "");
        assertThat(home.next()).isEqualTo("closed 1000");
    }

    @Test
    void aClientThatIsLostIsLostForTheOtherServerToo() throws InterruptedException {
        opened().onClose(1006, "");
        assertThat(home.next()).isEqualTo("broken off");
    }

    @Test
    void theOtherServersGoodbyeReachesTheClient() throws InterruptedException, IOException {
        opened();
        home.send("last");
        home.close(4000, "over");
        assertThat(List.of(client.next(), client.next())).containsExactly("last", "closed 4000 over");
    }

    @Test
    void aServerThatIsReplacedTellsTheClientToComeBack() throws InterruptedException, IOException {
        opened();
        home.close(1013, "slow");
        assertThat(client.next()).isEqualTo("closed 1012 slow");
    }

    @Test
    void aServerThatIsLostTellsTheClientToComeBack() throws InterruptedException, IOException {
        WebSocketListener relay = opened();
        home.breakOff();
        assertThat(client.next()).isEqualTo("closed 1012 server lost");
        relay.onText("into nothing");
        relay.onClose(1000, "");
        assertThat(client.heard).as("closed once").isEmpty();
    }

    @Test
    void aServerThatCannotBeReachedOrRefusesTellsTheClientToComeBack() throws InterruptedException, IOException {
        try (FakeHome refusing = new FakeHome(true)) {
            relay(refusing.url());
            assertThat(client.next()).isEqualTo("closed 1012 server lost");
        }
        // Nobody listens on the port for what is to be thrown away (RFC 863).
        relay("http://127.0.0.1:9");
        assertThat(client.next()).isEqualTo("closed 1012 server lost");
    }

    @Test
    void theOtherServersPingsAreAnsweredWhenTheClientIsThere() throws InterruptedException, IOException {
        WebSocketListener relay = opened();
        home.send("\u0001ping 42");
        assertThat(client.next()).as("a ping of the socket, no frame").isEqualTo("ping");
        relay.onText("meanwhile");
        assertThat(home.next()).isEqualTo("meanwhile");
        client.ping.complete(true);
        assertThat(home.next()).isEqualTo("\u0001pong 42");
    }

    @Test
    void aClientThatIsNotThereAnswersNothing() throws InterruptedException, IOException {
        WebSocketListener relay = opened();
        client.ping.complete(false);
        home.send("\u0001ping 42");
        assertThat(client.next()).isEqualTo("ping");
        relay.onText("later");
        assertThat(home.next()).isEqualTo("later");
    }

    @Test
    void framesOfServersNeitherComeFromAClientNorGoToOne() throws InterruptedException, IOException {
        WebSocketListener relay = opened();
        relay.onText("\u0001pong 42");
        relay.onText("");
        relay.onText("honest");
        assertThat(List.of(home.next(), home.next())).containsExactly("", "honest");
        home.send("\u0001something new");
        home.send("for the client");
        assertThat(client.next()).isEqualTo("for the client");
    }

    @Test
    void aServerThatReadsNothingLosesTheClient() throws InterruptedException {
        WebSocketListener relay = opened();
        home.stopReading();
        String frame = "x".repeat(60_000);
        for (int i = 0; i < 2000 && client.heard.isEmpty(); i++) {
            relay.onText(frame);
        }
        assertThat(client.next()).isEqualTo("closed 1012 server lost");
    }
}
