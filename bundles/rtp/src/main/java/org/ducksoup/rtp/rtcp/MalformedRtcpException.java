package org.ducksoup.rtp.rtcp;

/**
 * Bytes that are no RTCP. Expected from a network, so it is checked, and cheap: no stack trace, and a message that is a
 * constant. Count it and drop the datagram.
 */
public final class MalformedRtcpException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedRtcpException(String message) {
        super(message, null, false, false);
    }
}
