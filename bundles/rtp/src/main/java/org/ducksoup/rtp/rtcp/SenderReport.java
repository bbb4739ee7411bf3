package org.ducksoup.rtp.rtcp;

import java.util.List;

/**
 * The amount that a source has sent, and two times that relate its media to other media (RFC 3550 section 6.4.1).
 *
 * @param ssrc the reporting source
 * @param ntpTime when the report was made, as a 64-bit NTP timestamp
 * @param rtpTimestamp the same moment in units of the media clock, 0 to 2^32-1
 * @param packetCount packets sent since the beginning, 0 to 2^32-1
 * @param octetCount bytes of payload in them, 0 to 2^32-1
 * @param reportBlocks what the source receives from others, 0 to 31
 */
public record SenderReport(
        int ssrc, long ntpTime, long rtpTimestamp, long packetCount, long octetCount, List<ReportBlock> reportBlocks)
        implements RtcpPacket {

    /**
     * Checks the ranges and copies the list.
     *
     * @throws IllegalArgumentException if a field cannot hold its value
     */
    public SenderReport {
        Ranges.unsigned32("RTP timestamp", rtpTimestamp);
        Ranges.unsigned32("packet count", packetCount);
        Ranges.unsigned32("octet count", octetCount);
        Ranges.fiveBitCount("report blocks", reportBlocks.size());
        reportBlocks = List.copyOf(reportBlocks);
    }
}
