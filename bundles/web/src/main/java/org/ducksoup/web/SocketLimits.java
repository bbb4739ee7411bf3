package org.ducksoup.web;

import java.time.Duration;

/** The bounds of one socket, and of all together. */
record SocketLimits(
        int maxMessageBytes,
        int maxQueuedFrames,
        Duration pingInterval,
        Duration silenceTimeout,
        int maxSockets,
        int maxSocketsPerAddress) {
    /** How long a client may take to answer our closing frame. */
    static final Duration CLOSING = Duration.ofSeconds(5);

    static SocketLimits of(WebConfiguration configuration) {
        return new SocketLimits(
                configuration.maxMessageBytes(),
                configuration.maxQueuedFrames(),
                Duration.ofSeconds(configuration.pingIntervalSeconds()),
                Duration.ofSeconds(configuration.silenceTimeoutSeconds()),
                configuration.maxSockets(),
                configuration.maxSocketsPerAddress());
    }
}
