package org.ducksoup.web.socket;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.api.websocket.WebSocketEndpoint;

/** An endpoint and the sockets that it serves. Thread-safe. */
final class EndpointSockets {
    private final WebSocketEndpoint endpoint;
    private final Set<ClientSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EndpointSockets(WebSocketEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    void open(ClientSocket socket) {
        sockets.add(socket);
        socket.open(endpoint);
        if (closed) {
            socket.restart();
        }
    }

    void remove(ClientSocket socket) {
        sockets.remove(socket);
    }

    /** The endpoint is being removed. Clients that resume find the next one. */
    void close() {
        closed = true;
        sockets.forEach(ClientSocket::restart);
    }
}
