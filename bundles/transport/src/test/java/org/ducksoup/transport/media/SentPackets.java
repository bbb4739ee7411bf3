package org.ducksoup.transport.media;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.srtp.SrtpProfile;
import org.ducksoup.transport.srtp.SrtpSession;

/** What a path sent, as its receiver decrypts it. */
public final class SentPackets {
    private final byte[] keys = new byte[SrtpProfile.AEAD_AES_128_GCM.keyingMaterialLength()];
    private final SrtpSession client = new SrtpSession(SrtpProfile.AEAD_AES_128_GCM, keys, false);
    private final OutboundPath path = new OutboundPath(77);
    private final Queue<byte[]> datagrams = new ArrayDeque<>();

    public SentPackets() {
        path.protectWith(new SrtpSession(SrtpProfile.AEAD_AES_128_GCM, keys, true));
        path.sendThrough(
                (buffer, offset, length) -> datagrams.add(Arrays.copyOfRange(buffer, offset, offset + length)));
    }

    public OutboundPath path() {
        return path;
    }

    public boolean isEmpty() {
        return datagrams.isEmpty();
    }

    public void discard() {
        datagrams.remove();
    }

    /** The next RTP packet. */
    public RtpPacket take() {
        byte[] datagram = datagrams.remove();
        int length = client.unprotectRtp(datagram, 0, datagram.length);
        RtpPacket packet = new RtpPacket();
        if (length < 0 || !packet.wrap(datagram, 0, length)) {
            throw new AssertionError("not a protected RTP packet");
        }
        return packet;
    }

    /** The next compound RTCP packet. */
    byte[] takeControl() {
        byte[] datagram = datagrams.remove();
        int length = client.unprotectRtcp(datagram, 0, datagram.length);
        return Arrays.copyOf(datagram, length);
    }
}
