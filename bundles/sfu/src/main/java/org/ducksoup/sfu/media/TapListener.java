package org.ducksoup.sfu.media;

import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;

/** Listens at a tap of the media path, on the threads that bring the packets. Does not block. */
public interface TapListener extends RtpSink {
    /**
     * A packet went around the effect behind which the tap is: it comes from the participant and not from the
     * pipeline, so its sequence numbers and timestamps are others. Calls may overlap with {@link #onPacket} when an
     * effect comes or goes.
     */
    void onBypass(RtpPacket lent, long arrivalNanos);
}
