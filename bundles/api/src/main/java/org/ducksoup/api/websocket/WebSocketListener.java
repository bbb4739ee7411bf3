package org.ducksoup.api.websocket;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears one socket. Calls never overlap and come from the HTTP server's threads; they do not block. */
@ConsumerType
public interface WebSocketListener {
    /** A text frame within the configured size. Larger ones and binary ones close the socket before they get here. */
    void onText(String text);

    /**
     * The socket is gone. Called exactly once, also after an error.
     *
     * @param code status code (RFC 6455 section 7.4), 1006 when there was no closing handshake
     */
    void onClose(int code, String reason);
}
