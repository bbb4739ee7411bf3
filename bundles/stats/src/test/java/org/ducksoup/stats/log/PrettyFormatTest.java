package org.ducksoup.stats.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.stats.Samples;
import org.junit.jupiter.api.Test;

class PrettyFormatTest {
    private final PrettyFormat format = new PrettyFormat(new LogTime(ZoneOffset.UTC));

    private String line(InteractionEvent event) {
        return format.line(EventVocabulary.entry(event));
    }

    @Test
    void writesOneReadableLine() {
        assertThat(line(new InteractionEvent.ParticipantDisconnected(Samples.RUNNING, "client_stop")))
                .isEqualTo("20261122-090003.734 info  peer        peer_server_ended namespace=exp"
                        + " interaction=\"trial 1\" user=ann sinceCreation=3734ms sinceStart=1234ms cause=client_stop");
    }

    @Test
    void letsNoClientMoveTheCursor() {
        assertThat(line(new InteractionEvent.ClientLogged(
                        Samples.RUNNING, new ClientLog("ext_a\u001b[2J", "x\n\u009b1A=\"y\""))))
                .contains(" ext_a\\u001b[2J ")
                .endsWith("source=client payload=\"x\\n\\u009b1A=\\\"y\\\"\"");
    }
}
