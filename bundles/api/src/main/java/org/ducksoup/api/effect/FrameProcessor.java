package org.ducksoup.api.effect;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Changes raw frames in place. One instance per stream; calls never overlap and come from a thread of its own. An exception
 * ends the instance: the medium is muted or frozen and {@code effect_lost} is logged.
 */
@ConsumerType
public interface FrameProcessor extends AutoCloseable {
    /**
     * Changes one frame within 200 ms; otherwise the effect is lost. Each of the first ten frames may take 2 s,
     * because Java may still have to load classes. A processor that takes longer than its
     * frames last loses a part of the medium, and {@code effect_slow} tells which share at least.
     *
     * @param lent belongs to the callee until it returns
     */
    void process(RawFrame lent);

    /**
     * Sets a property, between frames; a {@code controlFx} with a duration arrives here already interpolated.
     *
     * @throws IllegalArgumentException if there is no such property, or the value is out of its range
     */
    default void set(String property, double value) {
        throw new IllegalArgumentException("no property " + property);
    }

    /** Called exactly once, also after a failure. One that takes longer than 5 s is in the server's log and delays nobody. */
    @Override
    default void close() {}
}
