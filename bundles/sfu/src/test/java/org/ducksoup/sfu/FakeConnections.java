package org.ducksoup.sfu;

import java.util.Map;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.api.transport.PeerConnectionListener;

/** Opens what a test gives it, and counts no packets. */
record FakeConnections(Opening opening) implements PeerConnectionFactory {
    /** Opens one connection. */
    interface Opening {
        PeerConnection open(String name, PeerConnectionListener listener) throws PeerConnectionException;
    }

    @Override
    public PeerConnection open(String name, PeerConnectionListener listener) throws PeerConnectionException {
        return opening.open(name, listener);
    }

    @Override
    public Map<String, Long> droppedPackets() {
        return Map.of();
    }
}
