package org.ducksoup.api.websocket;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** One open socket. Thread-safe; nothing here blocks. */
@ProviderType
public interface WebSocketSession {
    /** The page's origin as the browser gave it, for instance {@code https://lab.example}. */
    String origin();

    /** Address and port of the other end, for logs. */
    String remoteAddress();

    /** First value of each query parameter. */
    Map<String, String> query();

    /** How many servers of a cluster have passed this client on; 0 for a client that has connected to this server. */
    default int passes() {
        return 0;
    }

    /** Queues a text frame; frames leave in the order of the calls. Does nothing after the socket has closed. */
    void send(String text);

    /** Closes with a status code of RFC 6455 section 7.4 after the queued frames have left. Idempotent. */
    void close(int code, String reason);

    /** Pings the other end; completes with whether it answered in time. Never completes exceptionally. */
    CompletionStage<Boolean> ping(Duration timeout);
}
