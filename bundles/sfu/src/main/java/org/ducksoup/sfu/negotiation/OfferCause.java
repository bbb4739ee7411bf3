package org.ducksoup.sfu.negotiation;

/** Why a client is sent an offer. */
public enum OfferCause {
    JOINED("joined"),
    TRACKS_CHANGED("tracks_changed"),
    ASKED_BY_CLIENT("client_negotiation_needed"),
    /** The client is asked to send another codec. */
    CODEC("codec_requested"),
    /** The client has lost its way to the server. */
    DISCONNECTED("client_ice_connection_state_disconnected"),
    /** Client and server have not found a way to each other yet. */
    NOT_CONNECTED("not_connected");

    private final String token;

    OfferCause(String token) {
        this.token = token;
    }

    /** The word for it in the event log. */
    public String token() {
        return token;
    }
}
