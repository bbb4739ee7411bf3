package org.ducksoup.bench.load;

import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.testkit.media.LatencyHistogram;

/**
 * How long pictures take, by the sender reports of their track (RFC 3550 section 6.4.1): the only way where the server
 * encodes anew. Both clocks are this machine's.
 */
final class FrameDelay implements RtpSink {
    private static final int VIDEO_CLOCK = 90_000;
    /** 64-bit NTP units in a nanosecond. */
    private static final double NTP_PER_NANO = 4.294967296;

    private final LatencyHistogram delays;
    private long reportedNtp;
    private long reportedTimestamp;

    FrameDelay(LatencyHistogram delays) {
        this.delays = delays;
    }

    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        if (reportedNtp == 0 || !lent.marker()) {
            return;
        }
        int ticks = (int) (lent.timestamp() - reportedTimestamp);
        long sinceReport = (long) ((NtpTime.ofNanoTime(arrivalNanos) - reportedNtp) / NTP_PER_NANO);
        delays.record(sinceReport - ticks * 1_000_000_000L / VIDEO_CLOCK);
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        reportedNtp = ntpTime;
        reportedTimestamp = rtpTimestamp;
    }
}
