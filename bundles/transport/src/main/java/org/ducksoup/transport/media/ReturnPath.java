package org.ducksoup.transport.media;

import java.util.List;
import org.ducksoup.transport.twcc.ArrivalRecorder;

/** What a receiver tells the sender of a track, and knows of the way to it. For any thread; does not block. */
public interface ReturnPath {
    /** Before a round trip has been measured: most are shorter. */
    long ROUND_TRIP_GUESS_NANOS = 100_000_000L;

    /** Sends a picture loss indication (RFC 4585 section 6.3.1). */
    void requestKeyFrame(int mediaSsrc);

    /** Asks for packets again (RFC 4585 section 6.2.1). */
    void requestPackets(int mediaSsrc, List<Integer> sequenceNumbers);

    /** Tells when each packet arrived. */
    void reportArrivals(ArrivalRecorder recorder, long nowNanos);

    /** Tells how much may be sent, which is less than before. */
    void announceLimit();

    /** To the sender and back; a guess until it has been measured. */
    long roundTripNanos();
}
