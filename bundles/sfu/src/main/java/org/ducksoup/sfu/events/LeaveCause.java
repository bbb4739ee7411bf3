package org.ducksoup.sfu.events;

/** Why a session is over. */
public enum LeaveCause {
    /** The client said stop. */
    CLIENT_STOP("client_stop"),
    INTERACTION_OVER("interaction_over"),
    PEER_CONNECTION_FAILED("peer_connection_failed"),
    CONNECTION_FAILED("connection_failed"),
    CHANNEL_CLOSED("channel_closed"),
    /** The client did not come back with another channel in time. */
    CHANNEL_LOST("channel_lost"),
    /** An operator took the participant out. */
    REMOVED("removed"),
    /** Another client took the seat of this one, which did not answer any more. */
    REPLACED("replaced");

    private final String token;

    LeaveCause(String token) {
        this.token = token;
    }

    /** The word for it in the event log. */
    public String token() {
        return token;
    }
}
