package org.ducksoup.api.transport;

import org.ducksoup.rtp.RtpPacket;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes the packets of one track. */
@ConsumerType
public interface RtpSink {
    /**
     * A packet arrived, in the order of arrival, duplicates left out. Called on the receive thread: does not block,
     * does not allocate, does not throw.
     *
     * @param lent the packet; it belongs to the callee until the call returns; a callee that needs it longer copies
     *     it
     * @param arrivalNanos when the socket gave it, on the clock of {@link System#nanoTime}
     */
    void onPacket(RtpPacket lent, long arrivalNanos);

    /**
     * The sender reported which instant an RTP timestamp stands for (RFC 3550 section 6.4.1).
     *
     * @param ntpTime 64-bit NTP timestamp on this server's clock, {@code NtpTime.ofNanoTime}: the sender's clock plus
     *     an offset that is the same for all tracks of one connection, so that tracks stay in step with each other
     * @param rtpTimestamp the same instant on the track's clock
     */
    default void onSenderReport(long ntpTime, long rtpTimestamp) {}
}
