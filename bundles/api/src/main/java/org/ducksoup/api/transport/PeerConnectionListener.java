package org.ducksoup.api.transport;

import org.ducksoup.api.congestion.ArrivalFeedback;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of one connection. Called by the connection's own threads, never two at a time for one method, and never with
 * a lock held: implementations hand over to their own thread and return at once.
 */
@ConsumerType
public interface PeerConnectionListener {
    /** A local address to be sent to the remote side. */
    void onLocalCandidate(IceCandidate candidate);

    void onStateChange(ConnectionState state);

    /**
     * The first authenticated packet of a track arrived. Called on the receive thread before that packet is forwarded: a
     * sink set here and now misses nothing.
     */
    void onTrack(RtpReceiver receiver);

    /**
     * The remote side reported when the packets of all tracks from this side arrived. On the receive thread: returns
     * at once.
     */
    default void onTransportFeedback(ArrivalFeedback feedback) {}

    /** ICE chose a pair of addresses, texts as {@code host:port/type}. */
    default void onSelectedCandidatePair(String local, String remote) {}
}
