package org.ducksoup.transport;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.rtp.rtcp.ReceiverEstimatedMaximumBitrate;
import org.ducksoup.rtp.rtcp.ReceiverReport;
import org.ducksoup.rtp.rtcp.ReportBlock;
import org.ducksoup.rtp.rtcp.RtcpPacket;
import org.ducksoup.rtp.rtcp.SenderReport;
import org.ducksoup.rtp.rtcp.SourceDescription;

/** Makes the compound packet a connection sends every second (RFC 3550 section 6.1): what arrived, what was sent. */
final class ReportTimer {
    private final ConnectionEnvironment environment;
    private final OutboundPath outbound;
    private final FeedbackPath feedback;
    private final RtpDemuxer demuxer;

    ReportTimer(ConnectionEnvironment environment, OutboundPath outbound, FeedbackPath feedback, RtpDemuxer demuxer) {
        this.environment = environment;
        this.outbound = outbound;
        this.feedback = feedback;
        this.demuxer = demuxer;
    }

    void send() {
        List<ReportBlock> blocks = new ArrayList<>();
        List<Integer> videoSources = new ArrayList<>();
        long nowNanos = System.nanoTime();
        for (TrackReceiver receiver : demuxer.receivers()) {
            blocks.add(receiver.report(nowNanos));
            if (receiver.kind() == org.ducksoup.api.media.MediaKind.VIDEO) {
                videoSources.add(receiver.ssrc());
            }
        }
        List<SourceDescription.Chunk> names = new ArrayList<>();
        List<RtcpPacket> packets = new ArrayList<>();
        packets.add(new ReceiverReport(outbound.reporterSsrc(), blocks));
        long nowNtp = outbound.ntpTime();
        for (TrackSender sender : feedback.senders()) {
            SenderReport report = sender.report(nowNtp);
            if (report != null) {
                packets.add(report);
                names.add(new SourceDescription.Chunk(
                        sender.ssrc(), sender.track().cname()));
            }
        }
        names.add(new SourceDescription.Chunk(outbound.reporterSsrc(), "ducksoup"));
        packets.add(new SourceDescription(names));
        if (!videoSources.isEmpty()) {
            // The most we take; without this word a browser starts at 300 kbit/s and stays there for long.
            packets.add(new ReceiverEstimatedMaximumBitrate(
                    outbound.reporterSsrc(), environment.maxReceiveRate().bitsPerSecond(), videoSources));
        }
        outbound.sendRtcp(packets);
    }
}
