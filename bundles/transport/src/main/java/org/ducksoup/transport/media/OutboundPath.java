package org.ducksoup.transport.media;

import java.util.List;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.rtp.rtcp.RtcpPacket;
import org.ducksoup.rtp.rtcp.RtcpWriter;
import org.ducksoup.transport.srtp.SrtpSession;
import org.ducksoup.transport.twcc.TransportSequence;
import org.jspecify.annotations.Nullable;

/**
 * The way out, from a track's packet to the socket. Everything runs on the thread that brought the packet. A UDP socket whose
 * buffer is full drops the packet.
 */
public final class OutboundPath {
    /** The exit for datagrams: the ICE session in use. */
    public interface Exit {
        /** Returns false if there is no way yet, or if the socket did not take the datagram. */
        boolean send(byte[] buffer, int offset, int length);
    }

    /** The source of all RTCP that this server sends on a connection. One source needs one SRTCP context only. */
    private final int reporterSsrc;

    private final byte[] rtcpBuffer = new byte[1500];
    private final TransportSequence transportSequence = new TransportSequence();
    private volatile @Nullable Exit exit;
    private volatile @Nullable SrtpSession srtp;
    private SrtpSession.@Nullable Protector rtcpProtector;

    public OutboundPath(int reporterSsrc) {
        this.reporterSsrc = reporterSsrc;
    }

    TransportSequence transportSequence() {
        return transportSequence;
    }

    public int reporterSsrc() {
        return reporterSsrc;
    }

    /** The current time as 64-bit NTP timestamp, monotonic, and the same for all connections. */
    long ntpTime() {
        return NtpTime.ofNanoTime(System.nanoTime());
    }

    public void sendThrough(Exit way) {
        exit = way;
    }

    public void protectWith(SrtpSession session) {
        srtp = session;
    }

    @Nullable
    SrtpSession srtp() {
        return srtp;
    }

    /** Sends a datagram that is protected already or needs no protection; returns false if there is no way. */
    public boolean send(byte[] buffer, int offset, int length) {
        Exit way = exit;
        return way != null && way.send(buffer, offset, length);
    }

    /** Protects and sends a compound packet. Does nothing before the handshake is over. */
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
