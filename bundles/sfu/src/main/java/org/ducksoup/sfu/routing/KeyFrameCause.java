package org.ducksoup.sfu.routing;

/** Why a key frame is asked for. */
public enum KeyFrameCause {
    /** A receiver's picture loss indication (RFC 4585 section 6.3.1). */
    PLI("PLI"),
    /** A receiver's full intra request (RFC 5104 section 3.5.1). */
    FIR("FIR"),
    /** The video has lost more than retransmission can repair. */
    GAP("gap"),
    RECORDING("recording"),
    /** The decoder of a media pipeline cannot go on. */
    PIPELINE("gstreamer"),
    /** A receiver gets another connection's track of the same participant. */
    RECONNECTION("reconnection"),
    /** A receiver has just been told how to decode the track. */
    NEGOTIATED("negotiated"),
    /** A step of a plan lets the picture go on. */
    PLAN("plan");

    private final String token;

    KeyFrameCause(String token) {
        this.token = token;
    }

    /** The word for it in the event log. */
    String token() {
        return token;
    }

    /** The cause that a receiver's feedback names. */
    static KeyFrameCause ofFeedback(String name) {
        return FIR.token.equals(name) ? FIR : PLI;
    }
}
