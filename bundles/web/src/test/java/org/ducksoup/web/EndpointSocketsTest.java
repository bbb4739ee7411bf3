package org.ducksoup.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.ducksoup.api.websocket.WebSocketListener;
import org.junit.jupiter.api.Test;

class EndpointSocketsTest {
    private static final WebSocketListener DEAF = new WebSocketListener() {
        @Override
        public void onText(String text) {}

        @Override
        public void onClose(int code, String reason) {}
    };

    private final FakeSink sink = new FakeSink();
    private final EndpointSockets endpoint = new EndpointSockets(session -> DEAF);
    private final ClientSocket socket = new ClientSocket(
            new ClientSocket.Peer("https://lab.example", "192.0.2.1:5", Map.of()),
            sink,
            new SocketLimits(1000, 3, Duration.ofSeconds(20), Duration.ofSeconds(60)),
            () -> 0);

    @Test
    void socketsOfAnEndpointThatGoesAreTold() {
        endpoint.open(socket);
        endpoint.close();
        assertThat(sink.frames).containsExactly("close 1012");
    }

    @Test
    void aSocketThatOpensWhileItsEndpointGoesIsToldToo() {
        endpoint.close();
        endpoint.open(socket);
        assertThat(sink.frames).containsExactly("close 1012");
    }

    @Test
    void aSocketThatIsGoneIsForgotten() {
        endpoint.open(socket);
        endpoint.remove(socket);
        endpoint.close();
        assertThat(sink.frames).isEmpty();
    }
}
