package org.ducksoup.web.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.ducksoup.api.cluster.RelayedClients.RelayedClient;
import org.ducksoup.parts.CloseCode;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WebSocketListener;
import org.eclipse.jetty.websocket.api.WebSocketPingPongListener;
import org.eclipse.jetty.websocket.api.WriteCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty's side of a {@link ClientSocket}. Jetty calls it from one thread at a time, except for the close. */
final class JettySocket implements WebSocketListener, WebSocketPingPongListener {
    private static final Logger log = LoggerFactory.getLogger(JettySocket.class);

    private final EndpointSockets endpoint;
    private final String client;
    private final @Nullable RelayedClient relayed;
    private final OpenSockets open;
    private final SocketLimits limits;
    private volatile @Nullable ClientSocket socket;
    private volatile boolean broken;

    /**
     * @param client address of the client, which may be behind a proxy
     * @param relayed what another server says of a client that it passes on; null for a client that has come itself
     */
    JettySocket(
            EndpointSockets endpoint,
            String client,
            @Nullable RelayedClient relayed,
            OpenSockets open,
            SocketLimits limits) {
        this.endpoint = endpoint;
        this.client = client;
        this.relayed = relayed;
        this.open = open;
        this.limits = limits;
    }

    @Override
    public void onWebSocketConnect(Session session) {
        ClientSocket connected = new ClientSocket(peer(session), new Sink(session), limits, System::nanoTime);
        socket = connected;
        open.add(connected);
        endpoint.open(connected);
    }

    private ClientSocket.Peer peer(Session session) {
        Map<String, String> query = new TreeMap<>();
        session.getUpgradeRequest().getParameterMap().forEach((name, values) -> {
            if (!values.isEmpty()) {
                query.put(name, values.get(0));
            }
        });
        RelayedClient passedOn = relayed;
        if (passedOn != null) {
            return new ClientSocket.Peer(passedOn.origin(), passedOn.address(), query, passedOn.passes());
        }
        return new ClientSocket.Peer(
                session.getUpgradeRequest().getHeader("Origin"),
                client + ":" + session.getRemoteAddress().getPort(),
                query);
    }

    @Override
    public void onWebSocketText(String message) {
        ClientSocket connected = socket;
        if (connected != null) {
            connected.onText(message);
        }
    }

    @Override
    public void onWebSocketBinary(byte[] payload, int offset, int length) {
        ClientSocket connected = socket;
        if (connected != null) {
            connected.onBinary();
        }
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        ClientSocket connected = socket;
        if (connected != null) {
            connected.onSignOfLife();
        }
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        ClientSocket connected = socket;
        if (connected != null) {
            connected.onPong(payload);
        }
    }

    /** Jetty calls close next. */
    @Override
    public void onWebSocketError(Throwable cause) {
        // The library's close code for a connection that was reset is one that a client could also have sent.
        broken |= cause instanceof IOException || cause instanceof TimeoutException;
        log.debug("A socket failed", cause);
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason) {
        ClientSocket connected = socket;
        if (connected != null) {
            open.remove(connected);
            endpoint.remove(connected);
            connected.onGone(broken ? CloseCode.ABNORMAL : statusCode, reason == null ? "" : reason);
        }
    }

    private record Sink(Session session) implements FrameSink {
        /** RFC 6455 section 5.5: 125 bytes, code included. */
        private static final int MAX_REASON = 120;

        @Override
        public void sendText(String text, Done done) {
            try {
                session.getRemote().sendString(text, new WriteCallback() {
                    @Override
                    public void writeFailed(Throwable cause) {
                        done.sent(false);
                    }

                    @Override
                    public void writeSuccess() {
                        done.sent(true);
                    }
                });
            } catch (RuntimeException e) {
                log.debug("A frame was not sent", e);
                done.sent(false);
            }
        }

        @Override
        public void sendPing(ByteBuffer payload) {
            try {
                session.getRemote().sendPing(payload);
            } catch (IOException | RuntimeException e) {
                log.debug("A ping was not sent", e);
            }
        }

        @Override
        public void close(int code, String reason) {
            session.close(code, reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason);
        }

        @Override
        public void disconnect() {
            try {
                session.disconnect();
            } catch (IOException e) {
                log.debug("A socket was gone already", e);
            }
        }
    }
}
