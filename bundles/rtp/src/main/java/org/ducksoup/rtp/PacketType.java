package org.ducksoup.rtp;

/** The protocol of a datagram on a bundled WebRTC port, found by its first bytes (RFC 7983, RFC 5761). */
public enum PacketType {
    /** Connectivity checks and consent (RFC 8489). */
    STUN,
    /** Handshake and alerts (RFC 6347). */
    DTLS,
    /** Media, encrypted (RFC 3711). */
    RTP,
    /** Reports and feedback, encrypted (RFC 3711). */
    RTCP,
    /** TURN channel data, ZRTP, QUIC and everything else that has no business here. */
    UNKNOWN;

    /**
     * Tells packets apart without reading more than two bytes.
     *
     * @param buffer holds the datagram
     * @param offset index of its first byte
     * @param length number of its bytes; 0 gives {@link #UNKNOWN}
     * @return never null
     */
    public static PacketType of(byte[] buffer, int offset, int length) {
        if (length < 2) {
            return UNKNOWN;
        }
        int first = buffer[offset] & 0xff;
        if (first < 4) {
            return STUN;
        }
        if (first >= 20 && first < 64) {
            return DTLS;
        }
        if (first >= 128 && first < 192) {
            int second = buffer[offset + 1] & 0xff;
            // RFC 5761 section 4: payload types 64 to 95 are kept free for RTCP when both share a port.
            return second >= 192 && second < 224 ? RTCP : RTP;
        }
        return UNKNOWN;
    }
}
