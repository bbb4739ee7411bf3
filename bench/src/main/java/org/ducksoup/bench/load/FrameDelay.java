package org.ducksoup.bench.load;

import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.testkit.media.LatencyHistogram;
import org.ducksoup.testkit.media.MediaClip;

/**
 * How long pictures take, where the server encodes anew. They are due at known moments, so the time since the last such moment is the
 * delay, but for whole frames. How many of these there are is told by the sender reports of the track (RFC 3550 section 6.4.1), whose times are off by
 * up to 0.6 of a frame, because pictures in front of an effect are placed on the ticks of a constant rate. Both clocks are this machine's.
 */
final class FrameDelay implements RtpSink {
    private static final int VIDEO_CLOCK = 90_000;
    /** 64-bit NTP units in a nanosecond. */
    private static final double NTP_PER_NANO = 4.294967296;

    private final LatencyHistogram delays;
    private final MediaClip clip;
    private long reportedNtp;
    private long reportedTimestamp;

    /** @param clip what the track's sender plays */
    FrameDelay(LatencyHistogram delays, MediaClip clip) {
        this.delays = delays;
        this.clip = clip;
    }

    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        if (reportedNtp == 0 || !lent.marker()) {
            return;
        }
        int ticks = (int) (lent.timestamp() - reportedTimestamp);
        long sinceReport = (long) ((NtpTime.ofNanoTime(arrivalNanos) - reportedNtp) / NTP_PER_NANO);
        long reported = sinceReport - ticks * 1_000_000_000L / VIDEO_CLOCK;
        long sinceDue = Math.floorMod(arrivalNanos - clip.beginNanos(arrivalNanos), clip.frameNanos());
        long wholeFrames = Math.max(0, Math.round((double) (reported - sinceDue) / clip.frameNanos()));
        delays.record(sinceDue + wholeFrames * clip.frameNanos());
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        reportedNtp = ntpTime;
        reportedTimestamp = rtpTimestamp;
    }
}
