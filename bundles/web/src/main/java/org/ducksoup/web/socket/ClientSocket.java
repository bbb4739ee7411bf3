package org.ducksoup.web.socket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.ducksoup.api.websocket.WebSocketEndpoint;
import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.ducksoup.parts.CloseCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open socket, between the HTTP server and an endpoint. */
final class ClientSocket implements WebSocketSession {
    private static final Logger log = LoggerFactory.getLogger(ClientSocket.class);

    /**
     * The client at the other end.
     *
     * @param query first value of each query parameter
     * @param passes how many servers have passed the client on
     */
    record Peer(String origin, String remoteAddress, Map<String, String> query, int passes) {
        Peer(String origin, String remoteAddress, Map<String, String> query) {
            this(origin, remoteAddress, query, 0);
        }

        Peer {
            query = Map.copyOf(query);
        }
    }

    private final Peer peer;
    private final FrameSink sink;
    private final OutgoingFrames outgoing;
    private final PendingPings pings = new PendingPings();
    private final SocketLimits limits;
    private final LongSupplier nanoTime;
    private final SerialCalls calls = new SerialCalls();

    private volatile long lastHeard;
    private volatile long lastPinged;
    private volatile long closingSince;
    private volatile boolean closing;
    private volatile boolean gone;

    /** Touched only within {@link #calls}. */
    private @Nullable WebSocketListener listener;

    private boolean toldClosed;

    ClientSocket(Peer peer, FrameSink sink, SocketLimits limits, LongSupplier nanoTime) {
        this.peer = peer;
        this.sink = sink;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.outgoing = new OutgoingFrames(sink, limits.maxQueuedFrames());
        lastHeard = nanoTime.getAsLong();
        lastPinged = lastHeard;
    }

    @Override
    public String origin() {
        return peer.origin();
    }

    @Override
    public String remoteAddress() {
        return peer.remoteAddress();
    }

    @Override
    public Map<String, String> query() {
        return peer.query();
    }

    @Override
    public int passes() {
        return peer.passes();
    }

    @Override
    public void send(String text) {
        if (!gone && !outgoing.add(text)) {
            log.warn("The client {} does not read: {} frames wait for it", remoteAddress(), limits.maxQueuedFrames());
            markClosing();
            outgoing.closeNow(CloseCode.TRY_AGAIN_LATER, "too slow");
        }
    }

    @Override
    public void close(int code, String reason) {
        markClosing();
        outgoing.closeAfterwards(code, reason);
    }

    @Override
    public CompletionStage<Boolean> ping(Duration timeout) {
        if (gone) {
            return CompletableFuture.completedFuture(false);
        }
        return peer.passes() == 0 ? pings.ping(sink::sendPing, timeout) : pings.ping(this::askClient, timeout);
    }

    /** A ping would be answered by the server that passes the client on, whether the client is there or not. */
    private void askClient(ByteBuffer payload) {
        outgoing.add(RelayedPing.ping(payload));
    }

    void open(WebSocketEndpoint endpoint) {
        calls.run(() -> {
            try {
                listener = endpoint.onOpen(this);
            } catch (RuntimeException e) {
                fail("opened", e);
            }
        });
    }

    void onText(String text) {
        onSignOfLife();
        if (peer.passes() > 0 && RelayedPing.isPong(text)) {
            pings.onPong(RelayedPing.payload(text));
            return;
        }
        calls.run(() -> {
            WebSocketListener hearing = listener;
            if (hearing == null || toldClosed || closing) {
                return;
            }
            try {
                hearing.onText(text);
            } catch (RuntimeException e) {
                fail("heard a frame", e);
            }
        });
    }

    void onBinary() {
        markClosing();
        outgoing.closeNow(CloseCode.NOT_ACCEPTABLE, "text frames only");
    }

    void onPong(ByteBuffer payload) {
        onSignOfLife();
        pings.onPong(payload);
    }

    void onSignOfLife() {
        lastHeard = nanoTime.getAsLong();
    }

    /** The connection is lost. Only the first call counts. */
    void onGone(int code, String reason) {
        gone = true;
        outgoing.end();
        pings.end();
        calls.run(() -> {
            WebSocketListener hearing = listener;
            if (hearing == null || toldClosed) {
                return;
            }
            toldClosed = true;
            try {
                hearing.onClose(code, reason);
            } catch (RuntimeException e) {
                log.error("The endpoint of {} failed when its socket closed", remoteAddress(), e);
            }
        });
    }

    /** Called about once a second: sends pings, and closes a socket that does not answer. */
    void tick() {
        long now = nanoTime.getAsLong();
        if (gone) {
            return;
        }
        boolean silent = now - lastHeard > limits.silenceTimeout().toNanos();
        boolean lingering = closing && now - closingSince > SocketLimits.CLOSING.toNanos();
        if (silent || lingering) {
            sink.disconnect();
            onGone(CloseCode.ABNORMAL, silent ? "nothing heard" : "closing not answered");
        } else if (now - lastPinged >= limits.pingInterval().toNanos()) {
            lastPinged = now;
            PendingPings.heartbeat(sink);
        }
    }

    /** Closes because this server or the endpoint is about to be replaced. */
    void restart() {
        close(CloseCode.SERVICE_RESTART, "service restart");
    }

    private void markClosing() {
        if (!closing) {
            closingSince = nanoTime.getAsLong();
            closing = true;
        }
    }

    private void fail(String when, RuntimeException e) {
        log.error("The endpoint of {} failed when its socket {}", remoteAddress(), when, e);
        markClosing();
        outgoing.closeNow(CloseCode.INTERNAL_ERROR, "internal error");
    }
}
