package org.ducksoup.rtp.rtcp;

import java.util.List;

/**
 * Packets that did not arrive and are wanted again (RFC 4585 section 6.2.1).
 *
 * @param senderSsrc who asks
 * @param mediaSsrc the source of the packets
 * @param lostSequenceNumbers at least one, each 0 to 65535. Rising order makes the packet smallest: seventeen neighbours share
 *     four bytes.
 */
public record GenericNack(int senderSsrc, int mediaSsrc, List<Integer> lostSequenceNumbers) implements RtcpPacket {

    /**
     * Checks the ranges and copies the list.
     *
     * @throws IllegalArgumentException if the list is empty or a sequence number is not in 0..65535
     */
    public GenericNack {
        Ranges.check("number of lost packets", lostSequenceNumbers.size(), 1, Integer.MAX_VALUE);
        lostSequenceNumbers = List.copyOf(lostSequenceNumbers);
        for (int sequenceNumber : lostSequenceNumbers) {
            Ranges.unsigned16("sequence number", sequenceNumber);
        }
    }
}
