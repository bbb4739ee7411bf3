package org.ducksoup.signaling.message;

import java.time.Duration;

/**
 * The most a join may ask for. The bounds of the single values are such that their products fit 64 bits.
 *
 * @param maxPixelsPerSecond width times height times frame rate
 */
public record JoinLimits(
        Duration maxDuration, int maxSize, int maxWidth, int maxHeight, int maxFrameRate, long maxPixelsPerSecond) {
    /** Smaller pictures than a macroblock make encoders fail. */
    static final int MIN_DIMENSION = 16;
}
