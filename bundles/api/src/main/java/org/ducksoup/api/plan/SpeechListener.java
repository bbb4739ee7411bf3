package org.ducksoup.api.plan;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Hears when a participant begins and ends to speak, in the levels of each packet as in RFC 6464. Reads no clock; allocates
 * nothing unless something has changed. Not thread-safe: for the thread that brings the packets.
 */
@ProviderType
public interface SpeechListener {
    /**
     * A packet has arrived.
     *
     * @param level 0, the loudest, to 127, in -dBov
     * @param nanos its arrival, on a steady clock
     * @return what has changed; null for nothing
     */
    @Nullable
    Heard onLevel(int level, long nanos);

    /** Time passes, and perhaps no packet comes. */
    @Nullable
    Heard onTime(long nanos);

    /** @param sinceNanos the begin or end of speech, on the clock of the packets; it is known a little later */
    record Heard(boolean speaking, long sinceNanos) {}
}
