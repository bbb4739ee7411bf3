package org.ducksoup.testkit.peer;

import java.time.Duration;

/** How loud a participant is (RFC 6464): from 0, the loudest, to 127, silence, in -dBov. */
@FunctionalInterface
public interface Loudness {
    /** Never says a word. */
    Loudness SILENT = sinceFirstPacket -> 127;

    /** A voice that is neither low nor raised. */
    int VOICE = 20;

    /** @param sinceFirstPacket of sound that the participant sends */
    int at(Duration sinceFirstPacket);

    /** Speaks in this time, too. */
    default Loudness speaking(Duration from, Duration until) {
        return sinceFirstPacket -> sinceFirstPacket.compareTo(from) >= 0 && sinceFirstPacket.compareTo(until) < 0
                ? VOICE
                : at(sinceFirstPacket);
    }
}
