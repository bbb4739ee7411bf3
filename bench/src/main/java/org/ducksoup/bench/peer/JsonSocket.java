package org.ducksoup.bench.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** JSON objects over a WebSocket, which are remembered for the person who has to find out what went wrong. Thread-safe. */
public final class JsonSocket implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> story = new ArrayList<>();
    private final Consumer<JsonNode> messages;
    private final Consumer<Throwable> failures;
    private final WebSocket socket;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    private JsonSocket(
            WebSocket.Builder builder, URI server, Consumer<JsonNode> messages, Consumer<Throwable> failures) {
        this.messages = messages;
        this.failures = failures;
        socket = builder.buildAsync(server, new Inbox()).join();
    }

    /**
     * Connects, and waits for that.
     *
     * @param subprotocol that the server wants; empty for none
     * @param messages gets everything that comes, on the socket's thread
     * @param failures hears when a message makes no sense, and when the server ends the connection
     */
    public static JsonSocket open(
            URI server, String subprotocol, Consumer<JsonNode> messages, Consumer<Throwable> failures) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        return new JsonSocket(
                subprotocol.isEmpty() ? builder : builder.subprotocols(subprotocol), server, messages, failures);
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public synchronized void send(ObjectNode message) {
        String text = message.toString();
        story.add("-> " + text);
        sending = sending.handle((done, failed) -> socket.sendText(text, true)).thenCompose(sent -> sent);
    }

    private void receive(String text) {
        synchronized (this) {
            story.add("<- " + text);
        }
        try {
            messages.accept(JSON.readTree(text));
        } catch (JsonProcessingException | RuntimeException e) {
            failures.accept(new IllegalStateException("a message of the server makes no sense: " + text, e));
        }
    }

    /** Every message, in order. */
    public synchronized String story() {
        return String.join("\n", story);
    }

    @Override
    public void close() {
        socket.abort();
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

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            failures.accept(new IllegalStateException("the server has closed the socket: " + code + " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            failures.accept(error);
        }
    }
}
