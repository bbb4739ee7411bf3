package org.ducksoup.transport.media;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.rtp.rtcp.ReceiverEstimatedMaximumBitrate;
import org.ducksoup.rtp.rtcp.ReceiverReport;
import org.ducksoup.rtp.rtcp.ReportBlock;
import org.ducksoup.rtp.rtcp.RtcpPacket;
import org.ducksoup.rtp.rtcp.SenderReport;
import org.ducksoup.rtp.rtcp.SourceDescription;

/**
 * Makes the compound packet that a connection sends every second (RFC 3550 section 6.1): receiver reports and sender
 * reports.
 */
public final class ReportTimer {
    /** A report takes about 80 bytes, more with a long name. */
    private static final int SENDERS_IN_A_DATAGRAM = 8;

    private final OutboundPath outbound;
    private final FeedbackPath feedback;
    private final RtpDemuxer demuxer;
    private final ReceiveLimit limit;

    public ReportTimer(OutboundPath outbound, FeedbackPath feedback, RtpDemuxer demuxer, ReceiveLimit limit) {
        this.limit = limit;
        this.outbound = outbound;
        this.feedback = feedback;
        this.demuxer = demuxer;
    }

    public void send() {
        List<ReportBlock> blocks = new ArrayList<>();
        long nowNanos = System.nanoTime();
        for (TrackReceiver receiver : demuxer.receivers()) {
            blocks.add(receiver.report(nowNanos));
        }
        List<TrackSender> senders = List.copyOf(feedback.senders());
        long nowNtp = outbound.ntpTime();
        for (int from = 0; from == 0 || from < senders.size(); from += SENDERS_IN_A_DATAGRAM) {
            int to = Math.min(from + SENDERS_IN_A_DATAGRAM, senders.size());
            // RFC 3550 section 6.1: every compound packet begins with a report and names its source.
            List<RtcpPacket> packets = new ArrayList<>();
            packets.add(new ReceiverReport(outbound.reporterSsrc(), from == 0 ? blocks : List.of()));
            addSenders(senders.subList(from, to), nowNtp, packets);
            ReceiverEstimatedMaximumBitrate most = from == 0 ? limit.message() : null;
            if (most != null) {
                packets.add(most);
            }
            outbound.sendRtcp(packets);
        }
    }

    private void addSenders(List<TrackSender> senders, long nowNtp, List<RtcpPacket> packets) {
        List<SourceDescription.Chunk> names = new ArrayList<>();
        for (TrackSender sender : senders) {
            SenderReport report = sender.report(nowNtp);
            if (report != null) {
                packets.add(report);
                names.add(new SourceDescription.Chunk(
                        sender.ssrc(), sender.track().cname()));
            }
        }
        names.add(new SourceDescription.Chunk(outbound.reporterSsrc(), "ducksoup"));
        packets.add(new SourceDescription(names));
    }
}
