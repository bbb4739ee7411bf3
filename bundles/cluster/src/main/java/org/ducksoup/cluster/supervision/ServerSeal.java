package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.ducksoup.cluster.member.Seal;
import org.ducksoup.cluster.member.SealedHeader;
import org.ducksoup.parts.Timer;

/**
 * How servers know that a question or an answer is of another server of their cluster. The header of a question is good once, for a
 * minute, for one server and one body; an answer is good for one question. Thread-safe.
 */
public final class ServerSeal {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SealedHeader questions;
    /** Of its own: nobody can take a body for a header. */
    private final Seal bodies;

    private final Seal answers;

    /**
     * @param server name of this server
     * @param secret of the cluster
     */
    public ServerSeal(String server, String secret, Timer timer) {
        questions = new SealedHeader(server, new Seal(secret, "question"), timer);
        bodies = new Seal(secret, "question body");
        answers = new Seal(secret, "answer");
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
        String header = questions.write(to, once, JSON.createObjectNode().put("body", bodies.signature(body)));
        return new Asked(header, once);
    }

    /** Empty if no server of this cluster has asked this of this server, or not now. */
    Optional<Received> receive(String header, byte[] body) {
        String question = new String(body, StandardCharsets.UTF_8);
        Optional<JsonNode> said =
                questions.read(header, json -> json.path("body").asText().equals(bodies.signature(question)));
        if (said.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Received(
                    said.get().path("from").asText(), said.get().path("once").asText(), JSON.readTree(question)));
        } catch (JsonProcessingException e) {
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
