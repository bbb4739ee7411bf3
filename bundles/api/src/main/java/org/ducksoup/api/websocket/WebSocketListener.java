package org.ducksoup.api.websocket;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives the events of one socket. Calls never overlap; they come from the HTTP server's threads and must not block.
 */
@ConsumerType
public interface WebSocketListener {
    /**
     * A text frame within the configured size. Larger frames and binary frames close the socket before they get here.
     */
    void onText(String text);

    /**
     * The socket has closed. Called exactly once, also after an error.
     *
     * @param code status code (RFC 6455 section 7.4); 1006 when there was no closing handshake
     */
    void onClose(int code, String reason);
}
