package org.ducksoup.transport.sdp;

/** A session description cannot be parsed; the message names the line or the rule. */
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1L;

    public SdpException(String message) {
        super(message);
    }
}
