package org.ducksoup.api.congestion;

import java.util.List;

/**
 * The arrival times of a transport's packets (transport-wide congestion control draft, section 3.1), each with the
 * time at which the packet was sent.
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
