package org.ducksoup.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.ducksoup.api.websocket.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The component itself. {@link SignalingSessionTest} tests the sockets. */
class SignalingEndpointTest {
    private static final String JOIN = "{\"kind\":\"join\",\"payload\":"
            + "\"{\\\"interactionName\\\":\\\"trial\\\",\\\"userId\\\":\\\"ann\\\",\\\"size\\\":6,\\\"duration\\\":30}\"}";

    private final SignalingEndpoint endpoint = new SignalingEndpoint(Configurations.defaults());
    private final FakeInteractions interactions = new FakeInteractions();

    @BeforeEach
    void connect() {
        endpoint.use(interactions, interactions);
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    /** {@code etc/org.ducksoup.signaling.cfg} is edited during a study. */
    @Test
    void anotherConfigurationIsThatOfTheNextSocketAndClosesNone() {
        FakeSocket open = new FakeSocket();
        WebSocketListener first = endpoint.onOpen(open);
        endpoint.modified(Configurations.with(Map.of("maxSize", 3)));
        assertThat(open.closeCode).isZero();
        first.onText(JOIN);
        assertThat(interactions.request.size())
                .as("of a socket that was there before")
                .isEqualTo(6);

        endpoint.onOpen(new FakeSocket()).onText(JOIN);
        assertThat(interactions.request.size()).isEqualTo(3);
    }

    @Test
    void keysOfTokensChangeToo() {
        endpoint.modified(Configurations.with(Map.of("joinTokenSecret", "a secret of thirty-two characters")));
        FakeSocket socket = new FakeSocket();
        endpoint.onOpen(socket).onText(JOIN);
        assertThat(interactions.request).isNull();
        assertThat(socket.sent.poll()).contains("error-join", "token: it is missing");
    }

    @Test
    void aConfigurationThatCannotBeUsedChangesNothing() {
        assertThatThrownBy(
                        () -> endpoint.modified(Configurations.with(Map.of("maxSize", 3, "joinTokenSecret", "short"))))
                .hasMessageContaining("joinTokenSecret is too short");
        endpoint.onOpen(new FakeSocket()).onText(JOIN);
        assertThat(interactions.request.size()).isEqualTo(6);
    }
}
