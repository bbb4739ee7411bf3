package org.ducksoup.sfu.rehearsal;

import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SendReport;
import org.ducksoup.rtp.RtpPacket;

/** Sends nothing. */
record StandInSender(OutboundTrack track) implements RtpSender {
    @Override
    public void onPacket(RtpPacket packet, long arrivalNanos) {}

    @Override
    public void setFeedbackListener(FeedbackListener listener) {}

    @Override
    public void resume() {}

    @Override
    public SendReport statistics() {
        return new SendReport(0, 0, 0, 0);
    }
}
