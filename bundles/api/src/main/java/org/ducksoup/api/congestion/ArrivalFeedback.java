package org.ducksoup.api.congestion;

import java.util.List;

/**
 * Which packets of a transport arrived when (transport-wide congestion control draft, section 3.1), matched with when they
 * were sent.
 *
 * @param packets in the order they were sent
 */
public record ArrivalFeedback(List<PacketResult> packets) {
    public ArrivalFeedback {
        packets = List.copyOf(packets);
    }

    /**
     * @param sentNanos when it was given to the socket, on the sender's monotonic clock
     * @param arrivalNanos when it arrived, on the receiver's clock; {@link #LOST} if it did not
     * @param bytes size on the wire
     */
    public record PacketResult(long sentNanos, long arrivalNanos, int bytes) {
        public static final long LOST = Long.MIN_VALUE;
    }
}
