package org.ducksoup.testkit.peer;

/** A step in the life of a participant that tests wait for. */
public enum Milestone {
    /** The socket is open. */
    OPEN,
    /** {@code joined} */
    JOINED,
    /** The first {@code offer}. */
    FIRST_OFFER,
    /** ICE and DTLS have succeeded. */
    CONNECTED,
    /** {@code start} */
    START,
    FIRST_AUDIO_PACKET,
    FIRST_VIDEO_PACKET,
    /** Every packet of a key frame has arrived: a decoder could show a picture. */
    FIRST_KEY_FRAME,
    /** {@code ending} */
    ENDING,
    /** {@code files} */
    FILES,
    /** {@code end} */
    END,
    /** {@code error-*}; the payload is the whole frame. */
    REFUSED,
    /** The socket has closed; the payload has its {@code code} and {@code reason}. */
    CLOSED
}
