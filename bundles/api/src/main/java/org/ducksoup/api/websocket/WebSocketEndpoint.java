package org.ducksoup.api.websocket;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Serves the sockets of one kind. Registered as a service with {@link EndpointType}; the HTTP server has checked the
 * {@code Origin} (and the login, where the type needs one) before it calls.
 */
@ConsumerType
public interface WebSocketEndpoint {
    /**
     * A socket has opened. Must not block.
     *
     * @return receives the events of the socket; calls for one socket never overlap
     */
    WebSocketListener onOpen(WebSocketSession session);
}
