package org.ducksoup.signaling.message;

import java.time.Duration;

/**
 * The largest values that a join may ask for. The bounds of the single values are chosen so that their products fit 64
 * bits.
 *
 * @param maxPixelsPerSecond width times height times frame rate
 */
public record JoinLimits(
        Duration maxDuration, int maxSize, int maxWidth, int maxHeight, int maxFrameRate, long maxPixelsPerSecond) {
    /** Encoders fail with pictures smaller than a macroblock. */
    static final int MIN_DIMENSION = 16;
}
