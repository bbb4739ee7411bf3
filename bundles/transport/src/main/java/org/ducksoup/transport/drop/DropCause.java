package org.ducksoup.transport.drop;

/** The reason why a datagram was not used. The names are those of the log and of the metrics. */
public enum DropCause {
    /** A stranger's STUN request that was not made with a session's password. */
    STUN_STRANGER("stun_stranger"),

    /** A STUN request made with a session's password, from one address too many for this participant. */
    STUN_ADDRESSES("stun_addresses"),

    /** STUN from the address of a participant that was not made with that session's passwords. */
    STUN_UNAUTHENTICATED("stun_unauthenticated"),

    /** STUN with the right password that makes no sense. */
    STUN_MALFORMED("stun_malformed"),

    /** An answer that would have been larger than its request, or that answers no request. */
    STUN_AMPLIFYING("stun_amplifying"),

    /**
     * DTLS that does not fit: the connection's queue was full, a handshake message is longer than any real one, or a
     * record is too short or of an unknown type or version.
     */
    DTLS_FLOOD("dtls_flood"),

    /** Neither STUN, nor DTLS, nor RTP, nor RTCP. */
    UNKNOWN_PROTOCOL("unknown_protocol"),

    /** RTP or RTCP before the handshake was over. */
    MEDIA_TOO_EARLY("media_too_early"),

    /** RTP that was not made with the handshake's keys, that arrived twice, or that is of one source too many. */
    RTP_UNAUTHENTICATED("rtp_unauthenticated"),

    /** Authentic RTP with a malformed header. */
    RTP_MALFORMED("rtp_malformed"),

    /** Authentic RTP of no negotiated track. */
    RTP_UNEXPECTED("rtp_unexpected"),

    /** RTCP that was not made with the handshake's keys, or that arrived twice. */
    RTCP_UNAUTHENTICATED("rtcp_unauthenticated"),

    /** Authentic RTCP that is malformed. */
    RTCP_MALFORMED("rtcp_malformed"),

    /** Dropped by the kernel, because the buffer of the socket was full. */
    SOCKET_BUFFER("socket_buffer"),

    /** A packet whose handling threw an exception, which is a bug of the server. */
    HANDLER_FAILED("handler_failed");

    private final String token;

    DropCause(String token) {
        this.token = token;
    }

    public String token() {
        return token;
    }
}
