package org.ducksoup.api.transport;

/** A peer connection cannot be opened, or cannot do what was asked; the message says which and why. */
public final class PeerConnectionException extends Exception {
    private static final long serialVersionUID = 1L;

    public PeerConnectionException(String message) {
        super(message);
    }

    public PeerConnectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
