package org.ducksoup.sfu;

import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/** A place on the media path where a recorder can listen, without the packet's waiting for it. */
final class TrackTap implements RtpSink {
    private final RtpSink next;
    private volatile @Nullable RtpSink recorder;
    private volatile long @Nullable [] lastReport;

    TrackTap(RtpSink next) {
        this.next = next;
    }

    /** Who listens from now on; null for nobody. */
    void record(@Nullable RtpSink listener) {
        long[] report = lastReport;
        if (listener != null && report != null) {
            // What it says counts from the first frame on, which need not wait seconds for the next report.
            listener.onSenderReport(report[0], report[1]);
        }
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
        lastReport = new long[] {ntpTime, rtpTimestamp};
        RtpSink listener = recorder;
        if (listener != null) {
            listener.onSenderReport(ntpTime, rtpTimestamp);
        }
        next.onSenderReport(ntpTime, rtpTimestamp);
    }
}
