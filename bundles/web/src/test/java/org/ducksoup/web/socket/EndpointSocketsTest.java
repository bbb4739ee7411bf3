package org.ducksoup.web.socket;

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
            new SocketLimits(1000, 3, Duration.ofSeconds(20), Duration.ofSeconds(60), 100, 10),
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
    void thereIsRoomForSoManySocketsAndNoMore() {
        try (OpenSockets open = new OpenSockets()) {
            SocketLimits limits = new SocketLimits(1000, 3, Duration.ofSeconds(20), Duration.ofSeconds(60), 3, 2);
            open.add(socketOf("192.0.2.1:5"));
            assertThat(open.refusal("192.0.2.1", limits)).isNull();
            open.add(socketOf("192.0.2.1:6"));
            assertThat(open.refusal("192.0.2.1", limits)).contains("This address has 2", "maxSocketsPerAddress");
            assertThat(open.refusal("192.0.2.10", limits)).isNull();
            ClientSocket last = socketOf("192.0.2.10:6");
            open.add(last);
            assertThat(open.refusal("192.0.2.11", limits)).contains("This server has 3", "maxSockets");
            open.remove(last);
            assertThat(open.refusal("192.0.2.11", limits)).isNull();
        }
    }

    private static ClientSocket socketOf(String address) {
        return new ClientSocket(
                new ClientSocket.Peer("https://lab.example", address, Map.of()),
                new FakeSink(),
                new SocketLimits(1000, 3, Duration.ofSeconds(20), Duration.ofSeconds(60), 100, 10),
                () -> 0);
    }

    @Test
    void aSocketThatIsGoneIsForgotten() {
        endpoint.open(socket);
        endpoint.remove(socket);
        endpoint.close();
        assertThat(sink.frames).isEmpty();
    }
}
