package org.ducksoup.signaling;

import java.time.Duration;

/**
 * What one socket may do.
 *
 * @param joinTimeout after opening
 * @param messagesPerSecond in the long run
 * @param burst messages at once
 * @param maxIgnored messages without sense until the socket is closed
 */
record SessionLimits(Duration joinTimeout, int messagesPerSecond, int burst, int maxIgnored) {
    /** @throws IllegalArgumentException naming the key, the value, and what is allowed */
    static SessionLimits of(SignalingConfiguration configuration) {
        return new SessionLimits(
                Duration.ofSeconds(Ranges.check("joinTimeoutSeconds", configuration.joinTimeoutSeconds(), 1, 600)),
                Ranges.check("maxMessagesPerSecond", configuration.maxMessagesPerSecond(), 1, 100_000),
                Ranges.check("messageBurst", configuration.messageBurst(), 1, 100_000),
                Ranges.check("maxIgnoredMessages", configuration.maxIgnoredMessages(), 1, 10_000));
    }
}
