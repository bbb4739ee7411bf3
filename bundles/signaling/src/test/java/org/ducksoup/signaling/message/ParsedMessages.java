package org.ducksoup.signaling.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.ducksoup.parts.VirtualTimer;
import org.ducksoup.signaling.Configurations;
import org.ducksoup.signaling.FakeSocket;
import org.ducksoup.signaling.json.ClientMessageException;

/** Tests of what a client's frames are read as. */
abstract class ParsedMessages {
    private final ClientMessageParser parser = Configurations.parser(Configurations.defaults(), new VirtualTimer());

    final ClientMessage parse(String frame) throws ClientMessageException {
        return parser.parse(frame, FakeSocket.ORIGIN);
    }

    final ClientMessage parse(String kind, String payload) throws ClientMessageException {
        return parse(JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind)
                .put("payload", payload)
                .toString());
    }

    final ClientMessageException refused(String kind, String payload) {
        ClientMessageException refused = catchThrowableOfType(ClientMessageException.class, () -> parse(kind, payload));
        assertThat(refused).as(kind + " " + payload).isNotNull();
        assertThat(refused.kind()).isEqualTo(kind);
        return refused;
    }
}
