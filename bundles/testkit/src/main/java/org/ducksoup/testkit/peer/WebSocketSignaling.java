package org.ducksoup.testkit.peer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Signaling as pages do it, by a WebSocket with an {@code Origin}. */
public final class WebSocketSignaling implements SignalingSocket {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /** How long the server may take to answer a closing handshake. */
    private static final long CLOSE_TIMEOUT_MILLIS = 2000;

    private final WebSocket socket;
    private final Inbox inbox;
    /** The last frame under way. The library takes the next frame only when this one has left. */
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    private WebSocketSignaling(WebSocket socket, Inbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
    }

    /**
     * @param server {@code ws://…/ws}
     * @param origin of the page that this client stands for; null leaves the header out, which no browser does
     */
    public static Opener to(URI server, @Nullable String origin) {
        return listener -> {
            Inbox inbox = new Inbox(listener);
            WebSocket.Builder builder = HTTP.newWebSocketBuilder();
            if (origin != null) {
                builder.header("Origin", origin);
            }
            return builder.buildAsync(server, inbox).thenApply(socket -> new WebSocketSignaling(socket, inbox));
        };
    }

    @Override
    public synchronized void send(String text) {
        sending = sending.handle((done, failed) -> socket.sendText(text, true)).thenCompose(sent -> sent);
    }

    @Override
    public synchronized void close() {
        sending = sending.handle((done, failed) -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                .thenCompose(sent -> sent);
        CompletableFuture.delayedExecutor(CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> {
                    socket.abort();
                    inbox.gone(1006, "no closing handshake");
                });
    }

    private static final class Inbox implements WebSocket.Listener {
        private final Listener listener;
        private final StringBuilder partial = new StringBuilder();
        private final AtomicBoolean gone = new AtomicBoolean();

        Inbox(Listener listener) {
            this.listener = listener;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            partial.append(text);
            if (last) {
                String whole = partial.toString();
                partial.setLength(0);
                listener.onText(whole);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            gone(code, reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            gone(1006, error.toString());
        }

        void gone(int code, String reason) {
            if (!gone.getAndSet(true)) {
                listener.onClose(code, reason);
            }
        }
    }
}
