package org.ducksoup.cluster.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerSealTest {
    private static final String SECRET = "a secret that is long enough";
    private static final String BODY = "{\"wish\":\"end\"}";

    private final FixedTimer timer = new FixedTimer();
    private final ServerSeal one = new ServerSeal("one:1", SECRET, timer);
    private final ServerSeal two = new ServerSeal("two:1", SECRET, timer);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aQuestionIsTakenOnce() {
        ServerSeal.Asked asked = one.ask("two:1", BODY);
        assertThat(two.receive(asked.header(), bytes(BODY))).hasValueSatisfying(received -> {
            assertThat(received.from()).isEqualTo("one:1");
            assertThat(received.question().path("wish").asText()).isEqualTo("end");
        });
        assertThat(two.receive(asked.header(), bytes(BODY))).as("a second time").isEmpty();
    }

    @Test
    void whatIsForAnotherServerIsRefused() {
        ServerSeal three = new ServerSeal("three:1", SECRET, timer);
        assertThat(three.receive(one.ask("two:1", BODY).header(), bytes(BODY))).isEmpty();
    }

    @Test
    void whatHasAnotherBodyIsRefused() {
        assertThat(two.receive(one.ask("two:1", BODY).header(), bytes("{\"wish\":\"reveal\"}")))
                .isEmpty();
    }

    @Test
    void whatIsOldIsRefused() {
        String header = one.ask("two:1", BODY).header();
        timer.now = timer.now.plus(Duration.ofSeconds(61));
        assertThat(two.receive(header, bytes(BODY))).isEmpty();
    }

    @Test
    void whoDoesNotHaveTheSecretIsRefused() {
        ServerSeal stranger = new ServerSeal("one:1", "another secret", timer);
        assertThat(two.receive(stranger.ask("two:1", BODY).header(), bytes(BODY)))
                .isEmpty();
        for (String garbage : new String[] {"", "no base64 ä", "AAAA", "A".repeat(10_000)}) {
            assertThat(two.receive(garbage, bytes(BODY))).as(garbage).isEmpty();
        }
        assertThat(two.receive(one.ask("two:1", "no JSON").header(), bytes("no JSON")))
                .isEmpty();
    }

    @Test
    void anAnswerIsGoodForItsQuestion() {
        ServerSeal.Asked asked = one.ask("two:1", BODY);
        var answer = JsonNodeFactory.instance.objectNode().put("receivers", 2);
        ServerSeal.Received received = two.receive(asked.header(), bytes(BODY)).orElseThrow();
        String sent = text(two.answer(received, answer));
        assertThat(one.open(asked, sent).path("receivers").asInt()).isEqualTo(2);
        assertThatThrownBy(() -> one.open(one.ask("two:1", BODY), sent)).hasMessageContaining("secret");
        assertThatThrownBy(() -> one.open(asked, sent.replace(":2", ":3"))).hasMessageContaining("secret");
        assertThatThrownBy(() -> one.open(asked, "{}")).hasMessageContaining("secret");
        assertThatThrownBy(() -> one.open(asked, "<html>")).hasMessageContaining("JSON");
        ServerSeal stranger = new ServerSeal("two:1", "another secret", timer);
        assertThatThrownBy(() -> one.open(asked, text(stranger.answer(received, answer))))
                .hasMessageContaining("secret");
    }
}
