package org.ducksoup.sfu;

/** Why a session is over. */
enum LeaveCause {
    /** The client said stop. */
    CLIENT_STOP(true, "client_stop"),
    INTERACTION_OVER(true, "interaction_over"),
    PEER_CONNECTION_FAILED(false, "peer_connection_failed"),
    CONNECTION_FAILED(false, "connection_failed"),
    CHANNEL_CLOSED(false, "channel_closed"),
    /** The client did not come back with another channel in time. */
    CHANNEL_LOST(false, "channel_lost"),
    /** Another client took the seat of this one, which did not answer any more. */
    REPLACED(false, "replaced");

    private final boolean forGood;
    private final String token;

    LeaveCause(boolean forGood, String token) {
        this.forGood = forGood;
        this.token = token;
    }

    /** Whether the participant is not expected back. */
    boolean isForGood() {
        return forGood;
    }

    /** The word for it in the event log. */
    String token() {
        return token;
    }
}
