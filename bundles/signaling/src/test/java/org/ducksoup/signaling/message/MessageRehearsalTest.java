package org.ducksoup.signaling.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.signaling.json.ClientMessageException;
import org.junit.jupiter.api.Test;

/** A frame that is refused early rehearses nothing. */
class MessageRehearsalTest extends ParsedMessages {
    @Test
    void theFramesAreAcceptedWhereNoTokenIsWanted() throws ClientMessageException {
        List<Class<?>> read = new ArrayList<>();
        for (String frame : MessageRehearsal.FROM_CLIENT) {
            read.add(parse(frame).getClass());
        }
        assertThat(read)
                .containsExactly(ClientMessage.Join.class, ClientMessage.Answer.class, ClientMessage.Candidate.class);
    }
}
