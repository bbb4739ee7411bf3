package org.ducksoup.signaling;

import java.time.Duration;

/**
 * The most a join may ask for. The bounds of the single values are such that their products fit 64 bits.
 *
 * @param maxPixelsPerSecond width times height times frame rate
 */
record JoinLimits(
        Duration maxDuration, int maxSize, int maxWidth, int maxHeight, int maxFrameRate, long maxPixelsPerSecond) {
    /** Smaller pictures than a macroblock make encoders fail. */
    static final int MIN_DIMENSION = 16;

    /** @throws IllegalArgumentException naming the key, the value, and what is allowed */
    static JoinLimits of(SignalingConfiguration configuration) {
        return new JoinLimits(
                Duration.ofSeconds(Ranges.check("maxDurationSeconds", configuration.maxDurationSeconds(), 1, 86_400)),
                Ranges.check("maxSize", configuration.maxSize(), 1, 100),
                Ranges.check("maxWidth", configuration.maxWidth(), MIN_DIMENSION, 16_384),
                Ranges.check("maxHeight", configuration.maxHeight(), MIN_DIMENSION, 16_384),
                Ranges.check("maxFrameRate", configuration.maxFrameRate(), 1, 1000),
                Ranges.check("maxPixelsPerSecond", configuration.maxPixelsPerSecond(), 1, Long.MAX_VALUE));
    }
}
