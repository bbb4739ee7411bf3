package org.ducksoup.rtp.rtcp;

import java.util.List;

/**
 * Sources that end (RFC 3550 section 6.6).
 *
 * @param ssrcs 0 to 31 sources
 * @param reason up to 255 bytes of UTF-8, empty for none. {@link RtcpWriter} refuses a longer one.
 */
public record Goodbye(List<Integer> ssrcs, String reason) implements RtcpPacket {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are more than 31 sources
     */
    public Goodbye {
        Ranges.fiveBitCount("sources", ssrcs.size());
        ssrcs = List.copyOf(ssrcs);
    }
}
