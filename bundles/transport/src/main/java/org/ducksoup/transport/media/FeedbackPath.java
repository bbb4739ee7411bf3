package org.ducksoup.transport.media;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ducksoup.api.congestion.ArrivalFeedback;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.rtp.rtcp.FullIntraRequest;
import org.ducksoup.rtp.rtcp.GenericNack;
import org.ducksoup.rtp.rtcp.MalformedRtcpException;
import org.ducksoup.rtp.rtcp.PictureLossIndication;
import org.ducksoup.rtp.rtcp.ReceiverReport;
import org.ducksoup.rtp.rtcp.ReportBlock;
import org.ducksoup.rtp.rtcp.RtcpPacket;
import org.ducksoup.rtp.rtcp.RtcpReader;
import org.ducksoup.rtp.rtcp.SenderReport;
import org.ducksoup.rtp.rtcp.TransportFeedback;
import org.jspecify.annotations.Nullable;

/** RTCP from the remote side: its reports on our tracks, and the clocks of its own tracks. On the receive thread. */
public final class FeedbackPath {
    /**
     * Transport-wide reports accepted in one datagram; browsers write one. Each report may cover thousands of packets.
     */
    private static final int MAX_ARRIVAL_REPORTS = 4;

    private final RtpDemuxer demuxer;
    private final OutboundPath outbound;
    private final SenderClock remoteClock = new SenderClock();
    private final FeedbackListener listener;
    private volatile long roundTripNanos = ReturnPath.ROUND_TRIP_GUESS_NANOS;
    private final List<TrackSender> senders = new CopyOnWriteArrayList<>();

    /** Receives feedback that concerns no single track. */
    public interface FeedbackListener {
        void onTransportFeedback(ArrivalFeedback feedback);
    }

    public FeedbackPath(RtpDemuxer demuxer, OutboundPath outbound, FeedbackListener listener) {
        this.demuxer = demuxer;
        this.outbound = outbound;
        this.listener = listener;
    }

    public void add(TrackSender sender) {
        senders.add(sender);
    }

    public void remove(TrackSender sender) {
        senders.remove(sender);
    }

    List<TrackSender> senders() {
        return senders;
    }

    /** The round trip to the remote side as last reported; a guess before the first report. */
    long roundTripNanos() {
        return roundTripNanos;
    }

    /** Handles an authentic compound packet; returns false if it was malformed. */
    public boolean onCompound(byte[] buffer, int offset, int length, long arrivalNanos) {
        try {
            int arrivalReports = 0;
            for (RtcpPacket packet : RtcpReader.read(buffer, offset, length)) {
                boolean costly = packet instanceof TransportFeedback;
                if (!costly || ++arrivalReports <= MAX_ARRIVAL_REPORTS) {
                    onPacket(packet, arrivalNanos);
                }
            }
            return true;
        } catch (MalformedRtcpException e) {
            return false;
        }
    }

    private void onPacket(RtcpPacket packet, long arrivalNanos) {
        if (packet instanceof SenderReport report) {
            onSenderReport(report, arrivalNanos);
            report.reportBlocks().forEach(this::onReportBlock);
        } else if (packet instanceof ReceiverReport report) {
            report.reportBlocks().forEach(this::onReportBlock);
        } else if (packet instanceof GenericNack nack) {
            TrackSender sender = sender(nack.mediaSsrc());
            if (sender != null) {
                sender.onPacketRequest(nack.lostSequenceNumbers(), arrivalNanos, roundTripNanos);
            }
        } else if (packet instanceof TransportFeedback report) {
            ArrivalFeedback feedback = outbound.transportSequence().match(report);
            if (!feedback.packets().isEmpty()) {
                listener.onTransportFeedback(feedback);
            }
        } else if (packet instanceof PictureLossIndication pli) {
            TrackSender sender = sender(pli.mediaSsrc());
            if (sender != null) {
                sender.onKeyFrameRequest("PLI");
            }
        } else if (packet instanceof FullIntraRequest fir) {
            for (FullIntraRequest.Entry entry : fir.entries()) {
                TrackSender sender = sender(entry.ssrc());
                if (sender != null) {
                    sender.onKeyFrameRequest("FIR");
                }
            }
        }
    }

    private void onSenderReport(SenderReport report, long arrivalNanos) {
        InboundSection section = demuxer.sectionOf(report.ssrc());
        TrackReceiver receiver = section == null ? null : section.receiver();
        // A late report of an earlier source, or of the retransmissions, would set a wrong clock.
        if (receiver != null && receiver.ssrc() == report.ssrc()) {
            long localNtp = remoteClock.toLocal(report.ntpTime(), outbound.ntpTime());
            receiver.onSenderReport(report.ntpTime(), localNtp, report.rtpTimestamp(), arrivalNanos);
        }
    }

    private void onReportBlock(ReportBlock block) {
        TrackSender sender = sender(block.ssrc());
        if (sender != null) {
            Duration roundTrip =
                    block.roundTripTime(NtpTime.compact(outbound.ntpTime())).orElse(Duration.ZERO);
            if (!roundTrip.isZero()) {
                roundTripNanos = roundTrip.toNanos();
            }
            long jitterNanos =
                    block.jitter() * 1_000_000_000L / sender.track().codec().clockRate();
            sender.onReceiverReport(new LossReport(
                    block.fractionLost() / 256.0,
                    sender.sinceLastReport(block.extendedHighestSequence()),
                    block.cumulativeLost(),
                    Duration.ofNanos(jitterNanos),
                    roundTrip));
        }
    }

    private @Nullable TrackSender sender(int ssrc) {
        for (TrackSender sender : senders) {
            if (sender.ssrc() == ssrc) {
                return sender;
            }
        }
        return null;
    }
}
