package org.ducksoup.api.transport;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Opens peer connections. Registered as a service only when everything slow (ciphers, DTLS, sockets) has been warmed
 * up: the service can be used at full speed from its registration on.
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
     * The number of packets that came in and were not used since this service was registered, by cause. It is for the
     * operator; senders of garbage get no answer. Does not block; any thread.
     *
     * @return every cause there is, also those that have not occurred; names as in the log, for instance {@code
     *     rtp_unauthenticated}. Empty from an implementation that does not count.
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
