package org.ducksoup.transport.media;

import java.util.List;
import org.ducksoup.transport.twcc.ArrivalRecorder;

/**
 * Messages of a receiver to the sender of a track, and the state of the path between them. For any thread; does not
 * block.
 */
public interface ReturnPath {
    /** The round trip assumed before one was measured; most are shorter. */
    long ROUND_TRIP_GUESS_NANOS = 100_000_000L;

    /** Sends a picture loss indication (RFC 4585 section 6.3.1). */
    void requestKeyFrame(int mediaSsrc);

    /** Asks for packets again (RFC 4585 section 6.2.1). */
    void requestPackets(int mediaSsrc, List<Integer> sequenceNumbers);

    /** Reports when each packet arrived. */
    void reportArrivals(ArrivalRecorder recorder, long nowNanos);

    /** Tells the sender a lower limit of its rate. */
    void announceLimit();

    /** The round trip to the sender; a guess until it has been measured. */
    long roundTripNanos();
}
