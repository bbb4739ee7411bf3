package org.ducksoup.rtp.rtcp;

/**
 * A well-formed packet of a kind not read here. Its content is not kept, so {@link RtcpWriter} refuses it.
 *
 * @param packetType 0 to 255
 * @param format the feedback message type, subtype or count: 0 to 31
 */
public record UnknownRtcp(int packetType, int format) implements RtcpPacket {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a field cannot hold its value
     */
    public UnknownRtcp {
        Ranges.unsigned8("packet type", packetType);
        Ranges.check("format", format, 0, 31);
    }
}
