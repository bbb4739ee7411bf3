package org.ducksoup.web.socket;

import java.time.Duration;

/** The bounds of one socket, and of all together. */
public record SocketLimits(
        int maxMessageBytes,
        int maxQueuedFrames,
        Duration pingInterval,
        Duration silenceTimeout,
        int maxSockets,
        int maxSocketsPerAddress) {
    /** How long a client may take to answer our closing frame. */
    static final Duration CLOSING = Duration.ofSeconds(5);
}
