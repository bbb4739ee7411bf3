package org.ducksoup.transport.media;

import java.time.Clock;
import java.util.List;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.rtp.rtcp.RtcpPacket;
import org.ducksoup.rtp.rtcp.RtcpWriter;
import org.ducksoup.transport.srtp.SrtpSession;
import org.ducksoup.transport.twcc.TransportSequence;
import org.jspecify.annotations.Nullable;

/**
 * The way out, from a track's packet to the socket:
 *
 * <pre>
 *   TrackSender.onPacket     its own SSRC, payload type, sequence number, header extensions
 *   Protector.protect        each receiver's own ciphertext (RFC 3711)
 *   OutboundPath.send        the pair of addresses ICE chose
 * </pre>
 *
 * Everything on one thread: whoever brings the packet pays for sending it. A UDP socket that is full drops it.
 */
public final class OutboundPath {
    /** Where datagrams leave: the ICE session of the moment. */
    public interface Exit {
        /** False if there is no way yet, or the socket would not take it. */
        public boolean send(byte[] buffer, int offset, int length);
    }

    /** Who speaks in all our RTCP: one source, so that one SRTCP context serves every kind of report. */
    private final int reporterSsrc;

    private final Clock clock;
    private final long ntpAtStart;
    private final long nanosAtStart = System.nanoTime();
    private final byte[] rtcpBuffer = new byte[1500];
    private final TransportSequence transportSequence = new TransportSequence();
    private volatile @Nullable Exit exit;
    private volatile @Nullable SrtpSession srtp;
    private SrtpSession.@Nullable Protector rtcpProtector;

    public OutboundPath(int reporterSsrc, Clock clock) {
        this.reporterSsrc = reporterSsrc;
        this.clock = clock;
        this.ntpAtStart = NtpTime.of(this.clock.instant());
    }

    TransportSequence transportSequence() {
        return transportSequence;
    }

    public int reporterSsrc() {
        return reporterSsrc;
    }

    /** Now as 64-bit NTP time, monotonic: read once at the start from the wall clock, from then on counted. */
    long ntpTime() {
        long elapsed = System.nanoTime() - nanosAtStart;
        long seconds = elapsed / 1_000_000_000L;
        long fraction = ((elapsed % 1_000_000_000L) << 32) / 1_000_000_000L;
        return ntpAtStart + (seconds << 32) + fraction;
    }

    public void use(Exit way) {
        exit = way;
    }

    public void use(SrtpSession session) {
        srtp = session;
    }

    @Nullable
    SrtpSession srtp() {
        return srtp;
    }

    /** Sends what is already protected, or needs no protection; false if there is no way. */
    public boolean send(byte[] buffer, int offset, int length) {
        Exit way = exit;
        return way != null && way.send(buffer, offset, length);
    }

    /** Protects and sends a compound packet; silently does nothing before the handshake is over. */
    synchronized void sendRtcp(List<RtcpPacket> packets) {
        SrtpSession session = srtp;
        if (session == null) {
            return;
        }
        if (rtcpProtector == null) {
            rtcpProtector = session.rtcpProtector(reporterSsrc);
        }
        int length = RtcpWriter.write(packets, rtcpBuffer, 0);
        int protectedLength = rtcpProtector.protect(rtcpBuffer, 0, length);
        if (protectedLength > 0) {
            send(rtcpBuffer, 0, protectedLength);
        }
    }
}
