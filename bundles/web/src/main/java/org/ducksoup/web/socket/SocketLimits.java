package org.ducksoup.web.socket;

import java.time.Duration;

/** The limits of one socket, and of all sockets together. */
public record SocketLimits(
        int maxMessageBytes,
        int maxQueuedFrames,
        Duration pingInterval,
        Duration silenceTimeout,
        int maxSockets,
        int maxSocketsPerAddress) {
    /** Longest time for a client's answer to the server's closing frame. */
    static final Duration CLOSING = Duration.ofSeconds(5);
}
