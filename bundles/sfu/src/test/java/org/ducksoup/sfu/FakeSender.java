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
    public int resumed;
    /** The length of the last packet's payload. */
    public int payload;

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
        payload = lent.payloadLength();
    }

    @Override
    public void setFeedbackListener(FeedbackListener listener) {
        feedback = listener;
    }

    @Override
    public void resume() {
        resumed++;
    }

    @Override
    public SendReport statistics() {
        return new SendReport(packets, 100L * packets, 0, failed);
    }
}
