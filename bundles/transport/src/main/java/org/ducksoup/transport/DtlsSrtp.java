package org.ducksoup.transport;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.transport.dtls.DtlsEndpoint;
import org.ducksoup.transport.dtls.DtlsIdentity;
import org.ducksoup.transport.dtls.DtlsResult;
import org.ducksoup.transport.dtls.Fingerprint;
import org.ducksoup.transport.srtp.SrtpSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DTLS-SRTP of one connection (RFC 5764): its only handshake, and the keys that it gives to media. */
final class DtlsSrtp {
    private static final Logger LOGGER = LoggerFactory.getLogger(DtlsSrtp.class);

    private final String name;
    private final DtlsIdentity identity;
    private final Consumer<SrtpSession> onKeys;
    private final ObservedState state;
    private final DtlsEndpoint endpoint;
    private final AtomicReference<@Nullable Runnable> handshakeWhenConnected = new AtomicReference<>();
    private boolean started;
    private volatile @Nullable SrtpSession srtp;

    DtlsSrtp(
            String name,
            ConnectionEnvironment environment,
            DtlsEndpoint.DatagramSender sender,
            Consumer<SrtpSession> onKeys,
            ObservedState state) {
        this.name = name;
        this.onKeys = onKeys;
        this.state = state;
        identity = environment.identity();
        endpoint = new DtlsEndpoint(environment.handshakes(), sender, new Events());
    }

    DtlsEndpoint endpoint() {
        return endpoint;
    }

    boolean isStarted() {
        return started;
    }

    /**
     * @param server whether this side is the DTLS server
     * @param remote the certificate that the other side has to show
     */
    void start(boolean server, Fingerprint remote) {
        started = true;
        Runnable handshake = () -> endpoint.start(server, identity, remote);
        if (server) {
            // A browser may find a way and use it before this side learns of it.
            handshake.run();
        } else {
            // Without a way the first flight would be lost, and be repeated only after as much time as a whole
            // handshake takes.
            handshakeWhenConnected.set(handshake);
        }
    }

    /** ICE has found a way to the other side. */
    void onWayFound() {
        Runnable handshake = handshakeWhenConnected.getAndSet(null);
        if (handshake != null) {
            handshake.run();
        }
    }

    /** Sends the closing alert. Media keep their keys until {@link #forgetKeys}. */
    void close() {
        endpoint.close();
    }

    void forgetKeys() {
        SrtpSession session = srtp;
        if (session != null) {
            session.close();
        }
    }

    private final class Events implements DtlsEndpoint.Listener {
        @Override
        public void onHandshakeComplete(DtlsResult result) {
            SrtpSession session = new SrtpSession(result.profile(), result.keyingMaterial(), result.server());
            srtp = session;
            onKeys.accept(session);
            state.change(ConnectionState.CONNECTED);
        }

        @Override
        public void onHandshakeFailed(String reason) {
            LOGGER.warn("DTLS handshake of {} failed: {}", name, reason);
            state.change(ConnectionState.FAILED);
        }

        @Override
        public void onCloseNotify() {
            state.change(ConnectionState.FAILED);
        }
    }
}
