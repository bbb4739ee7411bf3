package org.ducksoup.transport.media;

import java.util.List;
import org.ducksoup.rtp.rtcp.GenericNack;
import org.ducksoup.rtp.rtcp.PictureLossIndication;
import org.ducksoup.rtp.rtcp.ReceiverEstimatedMaximumBitrate;
import org.ducksoup.rtp.rtcp.TransportFeedback;
import org.ducksoup.transport.twcc.ArrivalRecorder;

/** Sends each message in RTCP, at once and by itself (RFC 5506). */
public final class RtcpReturnPath implements ReturnPath {
    private final OutboundPath outbound;
    private final FeedbackPath feedback;
    private final ReceiveLimit limit;

    public RtcpReturnPath(OutboundPath outbound, FeedbackPath feedback, ReceiveLimit limit) {
        this.outbound = outbound;
        this.feedback = feedback;
        this.limit = limit;
    }

    @Override
    public void requestKeyFrame(int mediaSsrc) {
        outbound.sendRtcp(List.of(new PictureLossIndication(outbound.reporterSsrc(), mediaSsrc)));
    }

    @Override
    public void requestPackets(int mediaSsrc, List<Integer> sequenceNumbers) {
        outbound.sendRtcp(List.of(new GenericNack(outbound.reporterSsrc(), mediaSsrc, sequenceNumbers)));
    }

    @Override
    public void reportArrivals(ArrivalRecorder recorder, long nowNanos) {
        TransportFeedback report = recorder.report(outbound.reporterSsrc(), nowNanos);
        if (report != null) {
            outbound.sendRtcp(List.of(report));
        }
    }

    @Override
    public void announceLimit() {
        ReceiverEstimatedMaximumBitrate message = limit.message();
        if (message != null) {
            outbound.sendRtcp(List.of(message));
        }
    }

    @Override
    public long roundTripNanos() {
        return feedback.roundTripNanos();
    }
}
