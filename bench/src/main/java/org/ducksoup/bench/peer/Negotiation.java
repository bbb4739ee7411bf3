package org.ducksoup.bench.peer;

import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.SessionDescription;

/**
 * Offers and answers of one connection. They have all candidates of this side, so the server finds the way here by itself, and its own
 * candidates are not needed.
 */
public record Negotiation(String server, PeerConnection connection) {
    public String offer() {
        try {
            return connection.createOffer(OfferOptions.PLAIN).sdp();
        } catch (PeerConnectionException e) {
            throw new IllegalStateException("no offer for " + server, e);
        }
    }

    public void setAnswer(String sdp) {
        try {
            connection.setAnswer(SessionDescription.answer(sdp));
        } catch (PeerConnectionException e) {
            throw new IllegalStateException("the answer of " + server + " cannot be used: " + sdp, e);
        }
    }

    public String answer(String offer) {
        try {
            return connection.createAnswer(SessionDescription.offer(offer)).sdp();
        } catch (PeerConnectionException e) {
            throw new IllegalStateException("the offer of " + server + " cannot be answered: " + offer, e);
        }
    }
}
