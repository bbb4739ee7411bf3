package org.ducksoup.gstreamer.circuit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what passed an effect that is out of circuit all the same, because it could not be replaced. */
final class Misses {
    private static final Logger LOGGER = LoggerFactory.getLogger(Misses.class);
    /** A few are no fault: what went in before a gap is forgotten. */
    private static final int TOLD = 50;

    private final String effect;
    private int misses;

    Misses(String effect) {
        this.effect = effect;
    }

    void miss() {
        if (++misses == TOLD) {
            LOGGER.warn(
                    "effect {} stays in circuit: what comes out of it has other times than what went in, so nothing can take its place",
                    effect);
        }
    }
}
