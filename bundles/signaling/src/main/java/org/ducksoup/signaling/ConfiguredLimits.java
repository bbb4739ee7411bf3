package org.ducksoup.signaling;

import java.time.Duration;
import org.ducksoup.signaling.message.JoinLimits;
import org.ducksoup.signaling.token.JoinTokenKeys;

/** Turns the configuration into the bounds of joins and sockets. The settings bundle has checked every range before. */
public final class ConfiguredLimits {
    private ConfiguredLimits() {}

    public static JoinLimits joins(SignalingConfiguration configuration) {
        return new JoinLimits(
                Duration.ofSeconds(configuration.maxDurationSeconds()),
                configuration.maxSize(),
                configuration.maxWidth(),
                configuration.maxHeight(),
                configuration.maxFrameRate(),
                configuration.maxPixelsPerSecond());
    }

    static SessionLimits session(SignalingConfiguration configuration) {
        return new SessionLimits(
                Duration.ofSeconds(configuration.joinTimeoutSeconds()),
                configuration.maxMessagesPerSecond(),
                configuration.messageBurst(),
                configuration.maxIgnoredMessages(),
                configuration.maxLogBytesPerSecond());
    }

    /** @throws IllegalArgumentException naming the key and what is allowed; never the secret */
    public static JoinTokenKeys tokenKeys(SignalingConfiguration configuration) {
        return JoinTokenKeys.of(configuration.joinTokenSecret(), configuration.joinTokenPublicKey());
    }
}
