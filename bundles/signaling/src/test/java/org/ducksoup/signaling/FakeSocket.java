package org.ducksoup.signaling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ducksoup.api.websocket.WebSocketSession;

/** A socket that keeps the sent frames. Like the real one, it sends nothing after it was closed. */
public final class FakeSocket implements WebSocketSession {
    public static final String ORIGIN = "https://lab.example";

    final Deque<String> sent = new ArrayDeque<>();
    final Map<String, String> query = new HashMap<>();
    int closeCode;

    @Override
    public String origin() {
        return ORIGIN;
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.7:50000";
    }

    @Override
    public Map<String, String> query() {
        return query;
    }

    @Override
    public void send(String text) {
        if (closeCode == 0) {
            sent.add(text);
        }
    }

    @Override
    public void close(int code, String reason) {
        if (closeCode == 0) {
            closeCode = code;
        }
    }

    @Override
    public CompletionStage<Boolean> ping(Duration timeout) {
        return CompletableFuture.completedFuture(closeCode == 0);
    }
}
