package org.ducksoup.transport.drop;

/** Why a datagram went no further. The names are those of the log and of the metrics. */
public enum DropCause {
    /** A STUN request of a stranger that was not made with a session's password. */
    STUN_STRANGER("stun_stranger"),

    /** A STUN request made with a session's password, from one address of the participant too many. */
    STUN_ADDRESSES("stun_addresses"),

    /** STUN from the address of a participant that was not made with that session's passwords. */
    STUN_UNAUTHENTICATED("stun_unauthenticated"),

    /** STUN with the right password that makes no sense. */
    STUN_MALFORMED("stun_malformed"),

    /** An answer that would have been larger than its request, or had none. */
    STUN_AMPLIFYING("stun_amplifying"),

    /** DTLS of a connection whose queue was full, a handshake message longer than any real one, a record shorter than any, or of no known type or version. */
    DTLS_FLOOD("dtls_flood"),

    /** Neither STUN, nor DTLS, nor RTP, nor RTCP. */
    UNKNOWN_PROTOCOL("unknown_protocol"),

    /** RTP or RTCP before the handshake was over. */
    MEDIA_TOO_EARLY("media_too_early"),

    /** RTP that was not made with the handshake's keys, came twice, or was of one source too many. */
    RTP_UNAUTHENTICATED("rtp_unauthenticated"),

    /** Authentic RTP with a header that does not hold together. */
    RTP_MALFORMED("rtp_malformed"),

    /** Authentic RTP of no negotiated track. */
    RTP_UNEXPECTED("rtp_unexpected"),

    /** RTCP that was not made with the handshake's keys, or came twice. */
    RTCP_UNAUTHENTICATED("rtcp_unauthenticated"),

    /** Authentic RTCP that does not hold together. */
    RTCP_MALFORMED("rtcp_malformed"),

    /** A packet whose handling threw an exception: a bug of ours. */
    HANDLER_FAILED("handler_failed");

    private final String token;

    DropCause(String token) {
        this.token = token;
    }

    public String token() {
        return token;
    }
}
