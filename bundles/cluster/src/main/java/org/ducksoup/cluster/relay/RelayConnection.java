package org.ducksoup.cluster.relay;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.ducksoup.api.cluster.RelayedClients;
import org.ducksoup.api.cluster.ServerRelay;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.ducksoup.parts.CloseCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one client to another server. Frames go through as they are. The two servers ask each other whether the client is there by
 * frames that no client sends ({@code RelayedPing} in the bundle {@code web}).
 */
final class RelayConnection implements WebSocketListener, WebSocket.Listener {
    private static final Logger LOGGER = LoggerFactory.getLogger(RelayConnection.class);

    /** Begins the frames that servers send to each other. */
    private static final char OURS = '\u0001';

    private static final String PING = OURS + "ping ";
    private static final String PONG = OURS + "pong ";

    private static final Duration CONNECT_TIME = Duration.ofSeconds(3);
    /** The same as the server's own limit for frames that wait for one client. */
    private static final int MAX_QUEUED = 512;

    /** How long the client has to answer a ping: the caller waits no longer. */
    private static final Duration PING_TIME = Duration.ofSeconds(1);

    private static final int MAX_REASON_BYTES = 120;
    /** The page closed without a code (RFC 6455 section 7.4.1). */
    private static final int NO_CODE = 1005;
    /** Codes from here on are for applications. */
    private static final int FIRST_FREE_CODE = 3000;

    private final WebSocketSession client;
    private final String server;
    private final OpenRelays open;
    private final StringBuilder incoming = new StringBuilder();
    private final Queue<String> queued = new ArrayDeque<>();
    private @Nullable WebSocket home;
    private boolean sending;
    private boolean over;
    /** The client has closed with this code; 0 while it has not. */
    private int closeCode;

    private RelayConnection(WebSocketSession client, String server, OpenRelays open) {
        this.client = client;
        this.server = server;
        this.open = open;
        open.opened();
    }

    /** The way to a server. */
    static ServerRelay to(HttpClient http, String server, String url, RelayHeader header, OpenRelays open) {
        return (client, passes, firstFrames) -> {
            RelayConnection relay = new RelayConnection(client, server, open);
            firstFrames.forEach(relay.queued::add);
            relay.connect(http, url, header.write(server, client.origin(), client.remoteAddress(), passes + 1));
            return relay;
        };
    }

    private void connect(HttpClient http, String url, String header) {
        String query = client.query().entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        URI target = URI.create("ws" + url.substring("http".length()) + "/ws" + (query.isEmpty() ? "" : "?" + query));
        var unused = http.newWebSocketBuilder()
                .connectTimeout(CONNECT_TIME)
                .header(RelayedClients.HEADER, header)
                .buildAsync(target, this)
                .whenComplete((opened, failure) -> {
                    if (failure != null) {
                        LOGGER.warn(
                                "{} does not take a client at {}: {}",
                                server,
                                target.getAuthority(),
                                failure.toString());
                        fail();
                    }
                });
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    // ---- from the client

    @Override
    public void onText(String text) {
        if (text.isEmpty() || text.charAt(0) != OURS) {
            send(text);
        }
    }

    private void send(String frame) {
        boolean tooMany;
        synchronized (this) {
            if (over) {
                return;
            }
            tooMany = queued.size() >= MAX_QUEUED;
            if (!tooMany) {
                queued.add(frame);
            }
        }
        if (tooMany) {
            LOGGER.warn("{} does not read what {} says", server, client.remoteAddress());
            fail();
        } else {
            sendNext();
        }
    }

    private void sendNext() {
        WebSocket opened;
        String frame;
        synchronized (this) {
            opened = home;
            if (opened == null || sending || over) {
                return;
            }
            frame = queued.poll();
            if (frame == null) {
                closeIfAsked(opened);
                return;
            }
            sending = true;
        }
        var unused = opened.sendText(frame, true).whenComplete((sent, failure) -> {
            synchronized (this) {
                sending = false;
            }
            if (failure == null) {
                sendNext();
            } else {
                fail();
            }
        });
    }

    /** After everything that the client has said. The lock is held. */
    private void closeIfAsked(WebSocket home) {
        if (closeCode != 0 && end()) {
            var unused = home.sendClose(closeCode, "").whenComplete((sent, failure) -> home.abort());
        }
    }

    @Override
    public void onClose(int code, String reason) {
        WebSocket opened;
        boolean lost = !isSendable(code);
        synchronized (this) {
            if (over) {
                return;
            }
            // Some codes cannot be sent. A connection that breaks off says the same to the other server.
            closeCode = lost ? 0 : code == NO_CODE ? CloseCode.NORMAL : code;
            opened = home;
            if (lost) {
                var unused = end();
            }
        }
        if (lost && opened != null) {
            opened.abort();
        } else {
            sendNext();
        }
    }

    /** Java's client sends only some codes. The others mean that a connection has broken off, or that a frame was wrong. */
    private static boolean isSendable(int code) {
        return code == NO_CODE
                || code == CloseCode.NORMAL
                || code == CloseCode.GOING_AWAY
                || code == CloseCode.POLICY_VIOLATION
                || code == CloseCode.INTERNAL_ERROR
                || code >= FIRST_FREE_CODE;
    }

    // ---- from the other server

    @Override
    public void onOpen(WebSocket opened) {
        boolean late;
        synchronized (this) {
            home = opened;
            late = over;
        }
        if (late) {
            opened.abort();
            return;
        }
        sendNext();
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        incoming.append(part);
        if (last) {
            String frame = incoming.toString();
            incoming.setLength(0);
            if (frame.startsWith(PING)) {
                String payload = frame.substring(PING.length());
                client.ping(PING_TIME).thenAccept(isThere -> {
                    if (isThere) {
                        send(PONG + payload);
                    }
                });
            } else if (frame.isEmpty() || frame.charAt(0) != OURS) {
                client.send(frame);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        if (end()) {
            String shown = reason.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES ? "" : reason;
            client.close(CloseCode.isLoss(code) ? CloseCode.SERVICE_RESTART : code, shown);
        }
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        if (!(error instanceof IOException)) {
            LOGGER.warn("the way of {} to {} has failed", client.remoteAddress(), server, error);
        }
        fail();
    }

    /** The client comes back, to this server or to another one. */
    private void fail() {
        WebSocket opened;
        synchronized (this) {
            opened = home;
        }
        if (end()) {
            client.close(CloseCode.SERVICE_RESTART, "server lost");
        }
        if (opened != null) {
            opened.abort();
        }
    }

    /** Returns whether it was not over before. */
    private synchronized boolean end() {
        if (over) {
            return false;
        }
        over = true;
        open.ended();
        return true;
    }
}
