package org.ducksoup.api.cluster;

import org.ducksoup.api.websocket.WebSocketListener;
import org.ducksoup.api.websocket.WebSocketSession;
import org.osgi.annotation.versioning.ProviderType;

/** Passes a client's frames on to the server where its interaction lives, and that server's frames to the client. */
@ProviderType
public interface ServerRelay {
    /**
     * Opens the way and sends the first frames, in this order.
     *
     * @param client gets every frame of the other server, and its closing code; 1012 when the other server is lost
     * @param passes how many servers have passed this client on before
     * @return receives what the client sends from now on; calls do not overlap
     */
    WebSocketListener open(WebSocketSession client, int passes, Iterable<String> firstFrames);
}
