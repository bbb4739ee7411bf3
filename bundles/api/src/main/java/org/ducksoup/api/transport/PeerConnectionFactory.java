package org.ducksoup.api.transport;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens peer connections. Registered as a service only when everything slow (ciphers, DTLS, sockets) has been warmed up:
 * who holds the service may use it at full speed.
 */
@ProviderType
public interface PeerConnectionFactory {
    /**
     * Opens a connection that is not negotiated yet. Does not block.
     *
     * @param name appears in logs and thread names, for instance {@code namespace/interaction/user}
     * @param listener told of everything that happens to the connection
     * @throws PeerConnectionException if no connection can be had now (for instance no address to listen on)
     */
    PeerConnection open(String name, PeerConnectionListener listener) throws PeerConnectionException;

    /**
     * What came in and went no further since this service was registered, in packets by cause. Who sends garbage is not told;
     * the operator is. Does not block; any thread.
     *
     * @return every cause there is, also those that have not occurred; names as in the log, for instance
     *     {@code rtp_unauthenticated}. Empty from an implementation that does not count.
     */
    Map<String, Long> droppedPackets();

    /**
     * Why no client can send media to this machine at the moment, as a sentence without its full stop. Does not block;
     * any thread.
     *
     * @return empty while clients can
     */
    default Optional<String> objection() {
        return Optional.empty();
    }
}
