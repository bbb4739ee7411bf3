package org.ducksoup.bench.janus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Janus's protocol over a WebSocket: requests with a transaction, whose answers bear the same, and events. An
 * asynchronous request is acknowledged first; that is no answer. Thread-safe.
 */
final class JanusSocket implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicLong transactions = new AtomicLong();
    private final List<String> story = new ArrayList<>();
    private final Consumer<JsonNode> events;
    private final WebSocket socket;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    private JanusSocket(WebSocket.Builder builder, URI server, Consumer<JsonNode> events) {
        this.events = events;
        socket = builder.subprotocols("janus-protocol")
                .buildAsync(server, new Inbox())
                .join();
    }

    /** @param events gets what is no answer; called on the socket's thread */
    static JanusSocket open(URI server, Consumer<JsonNode> events) {
        return new JanusSocket(HTTP.newWebSocketBuilder(), server, events);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Sends a request. Its answer may fail with what Janus says. */
    CompletableFuture<JsonNode> ask(ObjectNode request) {
        String transaction = "t" + transactions.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(transaction, answer);
        send(request.put("transaction", transaction).toString());
        return answer;
    }

    private synchronized void send(String text) {
        story.add("-> " + text);
        sending = sending.handle((done, failed) -> socket.sendText(text, true)).thenCompose(sent -> sent);
    }

    private void receive(String text) {
        synchronized (this) {
            story.add("<- " + text);
        }
        JsonNode message = read(text);
        String kind = message.path("janus").asText();
        CompletableFuture<JsonNode> answer = kind.equals("ack")
                ? null
                : asked.remove(message.path("transaction").asText());
        if (answer == null) {
            events.accept(message);
        } else if (kind.equals("error")
                || message.path("plugindata").path("data").has("error")) {
            answer.completeExceptionally(new IllegalStateException("Janus refused: " + text));
        } else {
            answer.complete(message);
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    synchronized String story() {
        return String.join("\n", story);
    }

    @Override
    public void close() {
        socket.abort();
        asked.values().forEach(answer -> answer.completeExceptionally(new IllegalStateException("closed")));
    }

    private final class Inbox implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            partial.append(text);
            if (last) {
                String whole = partial.toString();
                partial.setLength(0);
                receive(whole);
            }
            from.request(1);
            return null;
        }
    }
}
