package org.ducksoup.gstreamer.circuit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what passed an effect that is out of circuit and could not be replaced. */
final class Misses {
    private static final Logger LOGGER = LoggerFactory.getLogger(Misses.class);
    /** A few are no fault: what went in before a gap is forgotten. */
    private static final int TOLD = 50;

    private final String effect;
    private int misses;

    Misses(String effect) {
        this.effect = effect;
    }

    /** @param wasIn whether it has been in circuit, so that what it makes may be heard or seen */
    void miss(boolean wasIn) {
        if (++misses == TOLD) {
            LOGGER.warn(
                    "effect {} {}: what comes out of it has other times than what went in, so nothing can take its place",
                    effect,
                    wasIn ? "stays in circuit" : "is out of circuit, and silence or no picture takes its place");
        }
    }
}
