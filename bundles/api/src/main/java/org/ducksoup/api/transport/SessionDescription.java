package org.ducksoup.api.transport;

import java.util.Locale;

/**
 * {@code RTCSessionDescriptionInit} of W3C WebRTC.
 *
 * @param type offer or answer
 * @param sdp the session description (RFC 8866)
 */
public record SessionDescription(Type type, String sdp) {
    public enum Type {
        OFFER,
        ANSWER;

        /** {@code offer} or {@code answer}, as on the wire. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static SessionDescription offer(String sdp) {
        return new SessionDescription(Type.OFFER, sdp);
    }

    public static SessionDescription answer(String sdp) {
        return new SessionDescription(Type.ANSWER, sdp);
    }
}
