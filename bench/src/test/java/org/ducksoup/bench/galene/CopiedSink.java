package org.ducksoup.bench.galene;

import java.util.List;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;

/** Hands a track's packets to everybody who gets a copy of it. */
record CopiedSink(List<FakeGalene.Stream> copies, MediaKind kind) implements RtpSink {
    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        for (FakeGalene.Stream copy : copies) {
            for (RtpSender sender : copy.senders()) {
                if (sender.track().kind() == kind) {
                    sender.onPacket(lent, arrivalNanos);
                }
            }
        }
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        for (FakeGalene.Stream copy : copies) {
            copy.senders().stream()
                    .filter(sender -> sender.track().kind() == kind)
                    .forEach(sender -> sender.onSenderReport(ntpTime, rtpTimestamp));
        }
    }
}
