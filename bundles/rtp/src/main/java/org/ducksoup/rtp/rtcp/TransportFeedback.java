package org.ducksoup.rtp.rtcp;

/**
 * When each packet of a transport arrived, told apart by the sequence number in their header extension
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).
 *
 * <p>Only arrivals are listed. Of the {@code packetStatusCount} packets that begin at {@code baseSequence} the others did not
 * arrive, or not yet. So the size in memory follows the size on the wire, which can say "65535 packets lost" in sixteen bytes.
 *
 * @param senderSsrc who received the packets
 * @param mediaSsrc one of their sources
 * @param baseSequence transport-wide sequence number of the first packet reported on, 0 to 65535
 * @param packetStatusCount packets reported on, 1 to 65535
 * @param referenceTime from which the deltas count, in 64 ms of the receiver's clock, -2^23 to 2^23-1; it wraps
 * @param feedbackPacketCount modulo 256 one more for each feedback sent, 0 to 255
 * @param arrivals the packets that did arrive, in the order of their sequence numbers
 */
public record TransportFeedback(
        int senderSsrc,
        int mediaSsrc,
        int baseSequence,
        int packetStatusCount,
        int referenceTime,
        int feedbackPacketCount,
        Arrivals arrivals)
        implements RtcpPacket {

    /** Unit of {@link #referenceTime}, in microseconds. */
    public static final int REFERENCE_TIME_MICROS = 64_000;

    /** Unit of {@link Arrivals#delta}, in microseconds. */
    public static final int DELTA_MICROS = 250;

    /**
     * Checks the ranges and the order.
     *
     * @throws IllegalArgumentException if a field cannot hold its value, or an arrival is not among the packets reported on, or
     *     does not come after the one before it
     */
    public TransportFeedback {
        Ranges.unsigned16("base sequence number", baseSequence);
        Ranges.check("packet status count", packetStatusCount, 1, 0xffff);
        Ranges.check("reference time", referenceTime, -0x800000, 0x7fffff);
        Ranges.unsigned8("feedback packet count", feedbackPacketCount);
        int previous = -1;
        for (int i = 0; i < arrivals.size(); i++) {
            int index = (arrivals.sequenceNumber(i) - baseSequence) & 0xffff;
            Ranges.check("index of arrival", index, previous + 1, packetStatusCount - 1);
            previous = index;
        }
    }
}
