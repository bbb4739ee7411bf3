package org.ducksoup.itest.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid input at the socket causes a clear error and a closed socket. A mirror beside it notices nothing. */
@Tag("waits")
class BadInputTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    private HeadlessParticipant neighbour;
    private long lostBefore;

    @BeforeEach
    void aMirrorIsRunning() {
        neighbour = running.clients()
                .join(
                        running.server().signaling(),
                        ParticipantOptions.mirror("neighbour-" + System.nanoTime(), "me")
                                .lasting(Duration.ofSeconds(60)));
        neighbour.await(Milestone.FIRST_KEY_FRAME);
        lostBefore = neighbour.lost();
    }

    @AfterEach
    void theMirrorNoticedNothing() throws Exception {
        long before = neighbour.received(MediaKind.VIDEO);
        neighbour.hear(Duration.ofMillis(500));
        // 100 packets a second. The bound is half of that, because the machine may be busy.
        assertThat(neighbour.received(MediaKind.VIDEO) - before).isGreaterThan(25);
        assertThat(neighbour.lost()).isEqualTo(lostBefore);
        assertThat(neighbour.hasReached(Milestone.CLOSED)).isFalse();
        neighbour.close();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost", "http://localhost:1"})
    void wrongOriginsAreForbidden(String origin) {
        assertThat(handshakeStatus(origin)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"join\"", "", "{\"kind\":5}", "{\"payload\":\"x\"}", "not json at all"})
    void malformedJsonIsRefused(String frame) throws Exception {
        Client client =
                Client.open(running.server().webSocket(), running.server().origin());
        client.socket.sendText(frame, true).join();
        assertThat(client.nextFrame()).contains("error-join").contains("reason");
        assertThat(client.closeCode()).isEqualTo(1008);
    }

    @Test
    void theFirstMessageHasToBeAJoin() throws Exception {
        Client client =
                Client.open(running.server().webSocket(), running.server().origin());
        client.socket
                .sendText("{\"kind\":\"client_answer\",\"payload\":\"{}\"}", true)
                .join();
        assertThat(client.nextFrame()).contains("error-join").contains("join");
        assertThat(client.closeCode()).isEqualTo(1008);
    }

    @Test
    void whoDoesNotJoinInTenSecondsIsOut() throws Exception {
        Client client =
                Client.open(running.server().webSocket(), running.server().origin());
        long begin = System.nanoTime();
        assertThat(client.nextFrame()).contains("error-join");
        assertThat(client.closeCode()).isEqualTo(1008);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(12));
    }

    @Test
    void tooLargeAMessageClosesTheSocket() throws Exception {
        Client client =
                Client.open(running.server().webSocket(), running.server().origin());
        // The server may disconnect before all of it has been sent.
        CompletableFuture<?> sent = client.socket.sendText("x".repeat(1 << 20), true);
        sent.exceptionally(gone -> null).join();
        assertThat(client.closeCode()).isIn(1009, Client.ABORTED);
    }

    @Test
    void binaryFramesCloseTheSocket() throws Exception {
        Client client =
                Client.open(running.server().webSocket(), running.server().origin());
        client.socket.sendBinary(ByteBuffer.wrap(new byte[100]), true).join();
        assertThat(client.closeCode()).isEqualTo(1003);
    }

    @Test
    void rubbishAfterTheJoinDoesNotEndTheCall() {
        List.of(
                        "{",
                        "{\"kind\":\"nonsense\"}",
                        "{\"kind\":\"client_answer\",\"payload\":\"v=0\"}",
                        "{\"kind\":\"client_ice_candidate\",\"payload\":\"{}\"}")
                .forEach(neighbour::sendText);
    }

    private static int handshakeStatus(String origin) {
        try {
            Client.open(running.server().webSocket(), origin);
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    /** A WebSocket that remembers the frames it received. */
    private static final class Client implements WebSocket.Listener {
        static final int ABORTED = 1006;

        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private WebSocket socket;

        static Client open(URI uri, String origin) {
            Client client = new Client();
            WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
            if (origin != null) {
                builder.header("Origin", origin);
            }
            client.socket = builder.buildAsync(uri, client).join();
            return client;
        }

        String nextFrame() throws InterruptedException {
            String frame = frames.poll(15, TimeUnit.SECONDS);
            return frame == null ? "nothing in 15 s" : frame;
        }

        int closeCode() throws Exception {
            return closed.get(15, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            frames.add(data.toString());
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(ABORTED);
        }
    }
}
