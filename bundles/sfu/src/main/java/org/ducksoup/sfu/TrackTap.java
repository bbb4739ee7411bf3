package org.ducksoup.sfu;

import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/** A place on the media path where a recorder can listen, without the packet's waiting for it. */
final class TrackTap implements RtpSink {
    private final RtpSink next;
    private volatile @Nullable RtpSink recorder;

    TrackTap(RtpSink next) {
        this.next = next;
    }

    /** Who listens from now on; null for nobody. */
    void record(@Nullable RtpSink listener) {
        recorder = listener;
    }

    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        RtpSink listener = recorder;
        if (listener != null) {
            listener.onPacket(lent, arrivalNanos);
        }
        next.onPacket(lent, arrivalNanos);
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        RtpSink listener = recorder;
        if (listener != null) {
            listener.onSenderReport(ntpTime, rtpTimestamp);
        }
        next.onSenderReport(ntpTime, rtpTimestamp);
    }
}
