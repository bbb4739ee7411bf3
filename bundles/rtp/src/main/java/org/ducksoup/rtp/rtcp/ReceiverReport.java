package org.ducksoup.rtp.rtcp;

import java.util.List;

/**
 * The report of a participant without media of its own about the media of others (RFC 3550 section 6.4.2).
 *
 * @param ssrc the reporter
 * @param reportBlocks one for each source heard since the last report, 0 to 31
 */
public record ReceiverReport(int ssrc, List<ReportBlock> reportBlocks) implements RtcpPacket {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are more than 31 blocks
     */
    public ReceiverReport {
        Ranges.fiveBitCount("report blocks", reportBlocks.size());
        reportBlocks = List.copyOf(reportBlocks);
    }
}
