package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.ducksoup.cluster.member.OneTimeUse;
import org.ducksoup.cluster.member.Seal;
import org.ducksoup.parts.Timer;

/**
 * How servers know that a question or an answer is of another server of their cluster. The header of a question is good once, for a
 * minute, for one server and one body; an answer is good for one question. Thread-safe.
 */
public final class ServerSeal {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CHARS = 8192;

    private final String server;
    private final Seal questions;
    /** Of its own: nobody can take a body for a header. */
    private final Seal bodies;

    private final Seal answers;
    private final Timer timer;
    private final OneTimeUse use;

    /**
     * @param server name of this server
     * @param secret of the cluster
     */
    public ServerSeal(String server, String secret, Timer timer) {
        this.server = server;
        this.timer = timer;
        questions = new Seal(secret, "question");
        bodies = new Seal(secret, "question body");
        answers = new Seal(secret, "answer");
        use = new OneTimeUse(timer);
    }

    /**
     * A question on its way out.
     *
     * @param header to send with it
     * @param once which question it is
     */
    record Asked(String header, String once) {}

    /**
     * A question that has come in.
     *
     * @param from name of the server
     * @param once which question it is
     */
    record Received(String from, String once, JsonNode question) {}

    /** @param to name of the server that is asked */
    Asked ask(String to, String body) {
        String once = UUID.randomUUID().toString();
        String text = JSON.createObjectNode()
                .put("from", server)
                .put("to", to)
                .put("at", timer.instant().toEpochMilli())
                .put("once", once)
                .put("body", bodies.signature(body))
                .toString();
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(questions.seal(text).getBytes(StandardCharsets.UTF_8));
        return new Asked(header, once);
    }

    /** Empty if no server of this cluster has asked this of this server, or not now. */
    Optional<Received> receive(String header, byte[] body) {
        if (header.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            String sealed = new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
            Optional<String> text = questions.open(sealed);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            JsonNode json = JSON.readTree(text.get());
            String question = new String(body, StandardCharsets.UTF_8);
            String once = json.path("once").asText();
            return json.path("to").asText().equals(server)
                            && json.path("body").asText().equals(bodies.signature(question))
                            && use.isNew(once, json.path("at").asLong())
                    ? Optional.of(new Received(json.path("from").asText(), once, JSON.readTree(question)))
                    : Optional.empty();
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The answer to a question, as it is sent. */
    byte[] answer(Received to, ObjectNode answer) {
        String text = answer.deepCopy().put("once", to.once()).toString();
        ObjectNode envelope =
                JSON.createObjectNode().put("seal", answers.signature(text)).put("answer", text);
        return envelope.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if it is no answer of a server of this cluster to this question */
    JsonNode open(Asked asked, String answer) {
        try {
            JsonNode envelope = JSON.readTree(answer);
            Optional<String> text = answers.open(
                    envelope.path("seal").asText() + envelope.path("answer").asText());
            JsonNode json = text.isEmpty() ? envelope : JSON.readTree(text.get());
            if (text.isEmpty() || !json.path("once").asText().equals(asked.once())) {
                throw new IllegalArgumentException("the answer is not sealed with the secret of this cluster");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the answer is no JSON", e);
        }
    }
}
