package org.ducksoup.sfu.media;

import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * A place on the media path where a recorder can listen; no packet waits for it. A tap stays for the life of its
 * session. Where the path leads behind it may change at any time.
 */
public final class TrackTap implements RtpSink {
    private volatile RtpSink next;
    private volatile @Nullable TapListener listener;
    private volatile long @Nullable [] lastReport;

    public TrackTap(RtpSink next) {
        this.next = next;
    }

    /** Sends the packets there from now on. */
    void leadTo(RtpSink newNext) {
        next = newNext;
    }

    /** Lets a recorder listen from now on. */
    public synchronized void record(TapListener newListener) {
        long[] report = lastReport;
        if (report != null) {
            // The last report counts from the first frame on. The next one may be seconds away.
            newListener.onSenderReport(report[0], report[1]);
        }
        listener = newListener;
    }

    /** Lets this recorder listen no more. Another one that has come meanwhile goes on listening. */
    public synchronized void stop(TapListener present) {
        if (listener == present) {
            listener = null;
        }
    }

    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        TapListener current = listener;
        if (current != null) {
            current.onPacket(lent, arrivalNanos);
        }
        next.onPacket(lent, arrivalNanos);
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        lastReport = new long[] {ntpTime, rtpTimestamp};
        TapListener current = listener;
        if (current != null) {
            current.onSenderReport(ntpTime, rtpTimestamp);
        }
        next.onSenderReport(ntpTime, rtpTimestamp);
    }

    /** A way in for packets that come too late for the others. */
    RtpSink recordersOnly() {
        return (lent, arrivalNanos) -> {
            TapListener current = listener;
            if (current != null) {
                current.onPacket(lent, arrivalNanos);
            }
        };
    }

    /** A second way in, for packets that go around the effect behind which this tap is. */
    RtpSink bypass() {
        return new RtpSink() {
            @Override
            public void onPacket(RtpPacket lent, long arrivalNanos) {
                TapListener current = listener;
                if (current != null) {
                    current.onBypass(lent, arrivalNanos);
                }
                next.onPacket(lent, arrivalNanos);
            }

            @Override
            public void onSenderReport(long ntpTime, long rtpTimestamp) {
                next.onSenderReport(ntpTime, rtpTimestamp);
            }
        };
    }
}
