package org.ducksoup.itest.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.network.RawConnection;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attacks of strangers on the HTTP port, with a call beside them that must not notice. Prints their cost. */
@Tag("waits")
class AbuseTest {
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static HeadlessParticipant neighbour;

    private final List<RawConnection> connections = new ArrayList<>();
    private long lost;
    private long received;

    @BeforeAll
    static void start() {
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_MODE", "")
                .with("DUCKSOUP_TEST_LOGIN", "anna")
                .with("DUCKSOUP_TEST_PASSWORD", "s3cret")
                .with("DUCKSOUP_BIND_ADDRESS", "127.0.0.1")
                .withFile("etc/org.ducksoup.signaling.cfg", "joinTimeoutSeconds = 600\n")
                .start();
        clients = HeadlessClients.open();
        neighbour = Neighbour.of(server, clients);
    }

    @AfterAll
    static void stop() {
        neighbour.close();
        clients.close();
        server.close();
    }

    @BeforeEach
    void remember() {
        lost = neighbour.lost();
        received = neighbour.received(MediaKind.AUDIO);
    }

    @AfterEach
    void theCallNoticedNothing() throws Exception {
        connections.forEach(RawConnection::close);
        assertThat(statusOf("/health")).isEqualTo(200);
        // There are 50 packets of audio a second.
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(neighbour.received(MediaKind.AUDIO))
                .isGreaterThanOrEqualTo(received + 25));
        assertThat(neighbour.lost()).as("packets lost by the call beside").isEqualTo(lost);
        assertThat(neighbour.hasReached(Milestone.CLOSED)).isFalse();
        assertThat(server.isAlive()).isTrue();
    }

    private RawConnection connect(String from) throws IOException {
        RawConnection connection = new RawConnection(server.port(), from);
        connections.add(connection);
        return connection;
    }

    private static int statusOf(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(ANSWER)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aThousandIdleSocketsCostLittleAndOneAddressGetsHalf() throws Exception {
        // The first sockets allocate memory that all use later.
        for (int i = 0; i < 20; i++) {
            assertThat(connect("127.0.0.9").upgrade(server.origin(), "")).isEqualTo(101);
        }
        long heapBefore = server.cost().usedAfterCollection();
        long residentBefore = server.cost().residentBytes();
        int threadsBefore = server.cost().threads();
        for (String from : List.of("127.0.0.2", "127.0.0.3")) {
            for (int i = 0; i < 500; i++) {
                assertThat(connect(from).upgrade(server.origin(), "")).isEqualTo(101);
            }
        }
        long heapEach = (server.cost().usedAfterCollection() - heapBefore) / 1000;
        long residentEach = (server.cost().residentBytes() - residentBefore) / 1000;
        System.out.printf(
                "1000 idle sockets: %d bytes of heap each, %d bytes of resident memory each, %d threads more%n",
                heapEach, residentEach, server.cost().threads() - threadsBefore);
        assertThat(heapEach).isLessThan(20_000);
        assertThat(server.cost().threads()).isLessThan(threadsBefore + 70);

        assertThat(connect("127.0.0.2").upgrade(server.origin(), "")).isEqualTo(503);
        // Sixty participants behind one address.
        List<HeadlessParticipant> room = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            room.add(clients.join(
                    server.signaling(),
                    ParticipantOptions.of("pair-" + i / 2, "seat-" + i, 2)
                            .with("recordingMode", "none")
                            .muted()));
        }
        for (HeadlessParticipant seat : room) {
            seat.await(Milestone.JOINED);
        }
        Duration slowest = room.stream()
                .map(seat -> seat.await(Milestone.JOINED).sinceJoin())
                .max(Duration::compareTo)
                .orElseThrow();
        System.out.printf("60 seats of one address are in beside them, the slowest after %d ms%n", slowest.toMillis());
        room.forEach(HeadlessParticipant::close);
    }

    /**
     * Requests that never end hold a connection each, but no thread, so others are served as before. They are closed
     * after 15 s.
     */
    @Test
    void slowRequestsHoldUpNobodyAndAreEnded() throws Exception {
        long heapBefore = server.cost().usedAfterCollection();
        int threadsBefore = server.cost().threads();
        for (int i = 0; i < 500; i++) {
            connect("127.0.0.4").write("GET /test/mirror/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        }
        long opened = System.nanoTime();
        for (int round = 0; round < 5; round++) {
            for (RawConnection slow : connections) {
                slow.trickle("a");
            }
            assertThat(statusOf("/health")).isEqualTo(200);
            assertThat(statusOf("/assets/scripts/lib/ducksoup.js")).isEqualTo(200);
        }
        System.out.printf(
                "500 requests that never end: %d bytes of heap each, %d threads more, 10 others answered in %d ms%n",
                (server.cost().usedAfterCollection() - heapBefore) / 500,
                server.cost().threads() - threadsBefore,
                Duration.ofNanos(System.nanoTime() - opened).toMillis());
        assertThat(server.cost().threads()).isLessThan(threadsBefore + 70);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    int open = 0;
                    for (RawConnection slow : connections) {
                        open += slow.trickle("a") && slow.isOpen() ? 1 : 0;
                    }
                    return open == 0;
                });
        System.out.printf(
                "all of them were ended %.1f s after the last was opened%n", (System.nanoTime() - opened) / 1e9);
    }

    /** There are more readers than threads in the server, and none of them reads. Others are served as before. */
    @ParameterizedTest
    @CsvSource({"/assets/scripts/lib/ducksoup.tgz, 100", "/nothing, 1500"})
    void slowReadersHoldUpNobody(String path, int requests) throws Exception {
        int threadsBefore = server.cost().threads();
        byte[] pipelined = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .repeat(requests)
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100; i++) {
            RawConnection reader = RawConnection.withoutRoom(server.port(), "127.0.0.8");
            connections.add(reader);
            // Writes until the buffers of both sides are full. The server stops reading then, so this stops writing.
            Thread writer = new Thread(() -> reader.trickle(pipelined));
            writer.setDaemon(true);
            writer.start();
        }
        neighbour.hear(Duration.ofSeconds(2));
        long begin = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            assertThat(statusOf("/assets/scripts/lib/ducksoup.js")).isEqualTo(200);
        }
        System.out.printf(
                "100 readers of %s who do not read: %d threads more, 10 others answered in %d ms%n",
                path,
                server.cost().threads() - threadsBefore,
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
        assertThat(server.cost().threads()).isLessThan(threadsBefore + 70);
    }

    @Test
    void oversizedHeadersAreRefused() throws Exception {
        RawConnection headers = connect("127.0.0.1");
        headers.write("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Large: " + "x".repeat(64 * 1024) + "\r\n\r\n");
        assertThat(headers.status()).isEqualTo(431);
        RawConnection line = connect("127.0.0.1");
        line.write("GET /" + "x".repeat(64 * 1024) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(line.status()).isIn(414, 431);
        RawConnection many = connect("127.0.0.1");
        many.write("GET /health HTTP/1.1\r\nHost: localhost\r\n" + "A: b\r\n".repeat(20_000) + "\r\n");
        assertThat(many.status()).isEqualTo(431);
    }

    private static final List<String> ELSEWHERE = List.of(
            "/assets/../../../../../../etc/passwd",
            "/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
            "/assets/%252e%252e/%252e%252e/etc/passwd",
            "/assets/..;/..;/etc/passwd",
            "/assets/..\\..\\..\\etc\\passwd",
            "//etc/passwd",
            "/assets/scripts//../../../META-INF/MANIFEST.MF",
            "/assets/%00/etc/passwd",
            "/assets/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
            "/assets/../test/mirror/",
            "/assets/..%2ftest/mirror/",
            "/%2e/test/mirror/",
            "/test/../stats/",
            "/META-INF/MANIFEST.MF",
            "/WEB-INF/web.xml",
            "/etc/org.ducksoup.web.cfg",
            "/data/");

    @Test
    void pathsLeadNowhereElse() throws Exception {
        for (String path : ELSEWHERE) {
            RawConnection connection = connect("127.0.0.1");
            connection.write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            String answer = connection.head() + new String(connection.rest(), StandardCharsets.UTF_8);
            assertThat(answer).as(path).doesNotContain("root:", "Bundle-SymbolicName", "<video", "testPassword");
            assertThat(Integer.parseInt(answer.substring(9, 12))).as(path).isIn(400, 401, 404);
        }
    }

    /** RFC 6455 section 5.2: the first ten bytes, or the fragments so far, show that a message is too long. */
    @Test
    void aMessageOf200MegabytesIsRefused() throws Exception {
        long heapBefore = server.cost().usedAfterCollection();
        long residentBefore = server.cost().residentBytes();
        long inOne = push(new byte[] {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0x0c, (byte) 0x80, 0, 0, 0, 0, 0, 0}, null);
        byte[] fragment = {0x01, (byte) 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
        byte[] next = fragment.clone();
        next[0] = 0;
        long inFragments = push(fragment, next);
        long heapGrowth = server.cost().usedAfterCollection() - heapBefore;
        long residentGrowth = server.cost().residentBytes() - residentBefore;
        System.out.printf(
                "200 MB in one frame: gone after %d kB; in fragments: after %d kB; heap %+d kB, resident memory %+d kB%n",
                inOne / 1024, inFragments / 1024, heapGrowth / 1024, residentGrowth / 1024);
        assertThat(heapGrowth).isLessThan(5_000_000);
        assertThat(residentGrowth).isLessThan(15_000_000);
    }

    /** The number of bytes that could be sent before the server disconnected. */
    private long push(byte[] head, byte[] next) throws IOException {
        RawConnection connection = connect("127.0.0.5");
        assertThat(connection.upgrade(server.origin(), "")).isEqualTo(101);
        byte[] block = new byte[64 * 1024];
        java.util.Arrays.fill(block, (byte) 'x');
        long sent = 0;
        try {
            connection.write(head);
            while (sent < 200L << 20) {
                connection.write(block);
                sent += block.length;
                if (next != null) {
                    connection.write(next);
                }
            }
        } catch (IOException e) {
            return sent;
        }
        throw new AssertionError("all of it was taken");
    }

    @Test
    void nobodyComesInWithoutOriginOrLogin() throws Exception {
        for (String origin : new String[] {
            null,
            "null",
            "https://evil.example",
            server.origin() + ".evil.example",
            server.origin().toUpperCase()
        }) {
            assertThat(connect("127.0.0.6").upgrade(origin, "")).as(origin).isEqualTo(403);
            assertThat(connect("127.0.0.6").upgrade(origin, "?type=stats"))
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(connect("127.0.0.6").upgrade(server.origin(), "?type=stats")).isEqualTo(401);
        assertThat(statusOf("/stats/")).isEqualTo(401);
        assertThat(statusOf("/metrics")).isEqualTo(401);
    }

    @Test
    void otherMethodsAndNonsenseAreRefused() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "TRACE", "PATCH", "PROPFIND")) {
            RawConnection connection = connect("127.0.0.7");
            connection.write(method + " /assets/scripts/lib/ducksoup.js HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Length: 0\r\n\r\n");
            assertThat(connection.status()).as(method).isIn(400, 401, 404, 405, 501);
        }
        RawConnection nonsense = connect("127.0.0.7");
        nonsense.write("\0\1\2\3\r\n\r\n");
        assertThat(nonsense.status()).isIn(0, 400);
    }
}
