package org.ducksoup.rtp.rtcp;

import java.util.List;

/**
 * REMB: what a receiver believes the path to it can carry (draft-alvestrand-rmcat-remb-03 section 2.2).
 *
 * @param senderSsrc the receiver that estimates
 * @param bitsPerSecond for all the sources together, not negative. Written with 18 significant bits, rounded down; one read
 *     from the wire that does not fit a long is {@link Long#MAX_VALUE}.
 * @param ssrcs the sources it counts, 0 to 255
 */
public record ReceiverEstimatedMaximumBitrate(int senderSsrc, long bitsPerSecond, List<Integer> ssrcs)
        implements RtcpPacket {

    /**
     * Checks the ranges and copies the list.
     *
     * @throws IllegalArgumentException if the bitrate is negative or there are more than 255 sources
     */
    public ReceiverEstimatedMaximumBitrate {
        Ranges.check("bitrate", bitsPerSecond, 0, Long.MAX_VALUE);
        Ranges.unsigned8("number of sources", ssrcs.size());
        ssrcs = List.copyOf(ssrcs);
    }
}
