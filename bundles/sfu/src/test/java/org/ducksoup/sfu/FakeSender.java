package org.ducksoup.sfu;

import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SendReport;
import org.ducksoup.rtp.RtpPacket;

public final class FakeSender implements RtpSender {
    private final OutboundTrack track;
    public FeedbackListener feedback;
    boolean removed;
    public int packets;
    public int failed;

    FakeSender(OutboundTrack track) {
        this.track = track;
    }

    @Override
    public OutboundTrack track() {
        return track;
    }

    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        packets++;
    }

    @Override
    public void setFeedbackListener(FeedbackListener listener) {
        feedback = listener;
    }

    @Override
    public SendReport statistics() {
        return new SendReport(packets, 100L * packets, 0, failed);
    }
}
