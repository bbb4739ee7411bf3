package org.ducksoup.bench.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.ducksoup.bench.peer.JsonSocket;

/**
 * Janus's protocol over a WebSocket: requests with a transaction, whose answers bear the same, and events. An
 * asynchronous request is acknowledged first; that is no answer. Thread-safe.
 */
final class JanusSocket implements AutoCloseable {
    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicLong transactions = new AtomicLong();
    private final Consumer<JsonNode> events;
    private final JsonSocket socket;

    private JanusSocket(URI server, Consumer<JsonNode> events) {
        this.events = events;
        socket = JsonSocket.open(server, "janus-protocol", this::receive, this::fail);
    }

    /** @param events gets what is no answer; called on the socket's thread */
    static JanusSocket open(URI server, Consumer<JsonNode> events) {
        return new JanusSocket(server, events);
    }

    static ObjectNode object() {
        return JsonSocket.object();
    }

    /** Sends a request. Its answer may fail with what Janus says. */
    CompletableFuture<JsonNode> ask(ObjectNode request) {
        String transaction = "t" + transactions.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(transaction, answer);
        socket.send(request.put("transaction", transaction));
        return answer;
    }

    private void receive(JsonNode message) {
        String kind = message.path("janus").asText();
        CompletableFuture<JsonNode> answer = kind.equals("ack")
                ? null
                : asked.remove(message.path("transaction").asText());
        if (answer == null) {
            events.accept(message);
        } else if (kind.equals("error")
                || message.path("plugindata").path("data").has("error")) {
            answer.completeExceptionally(new IllegalStateException("Janus refused: " + message));
        } else {
            answer.complete(message);
        }
    }

    private void fail(Throwable why) {
        asked.values().forEach(answer -> answer.completeExceptionally(why));
    }

    String story() {
        return socket.story();
    }

    @Override
    public void close() {
        socket.close();
        fail(new IllegalStateException("closed"));
    }
}
