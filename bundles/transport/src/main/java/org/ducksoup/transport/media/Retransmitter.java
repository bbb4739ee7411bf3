package org.ducksoup.transport.media;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.nack.PacketCache;
import org.ducksoup.transport.srtp.SrtpSession;
import org.jspecify.annotations.Nullable;

/**
 * Sends the packets of one track again. If a retransmission source was negotiated (RFC 4588), it uses that. Otherwise
 * it sends the same ciphertext again: encrypting other bytes under the same number would reveal the key (RFC 7714
 * section 8.1).
 */
final class Retransmitter {
    /** A request may cross the packet it asks for. A packet that was sent less than this ago is still under way. */
    private static final long MIN_AGE_NANOS = 10_000_000L;

    private final MediaKind kind;
    private final int ssrc;
    private final OutboundPath path;
    private final byte[] cached = new byte[2048];
    private final byte[] buffer = new byte[2048];
    private final RtpPacket packet = new RtpPacket();
    private final HeaderWriter header;
    private final LongAdder resent = new LongAdder();
    private SrtpSession.@Nullable Protector protector;
    private int sequenceNumber;
    private volatile TrackSender.@Nullable Negotiated negotiated;
    private volatile @Nullable PacketCache cache;

    Retransmitter(MediaKind kind, int ssrc, OutboundPath path) {
        this.kind = kind;
        this.ssrc = ssrc;
        this.path = path;
        this.header = new HeaderWriter(path);
        this.sequenceNumber = ssrc & 0x7fff;
    }

    int ssrc() {
        return ssrc;
    }

    void negotiate(TrackSender.@Nullable Negotiated now) {
        TrackSender.Negotiated before = negotiated;
        boolean repairs = now != null && now.repairPayloadType() >= 0;
        boolean repaired = before != null && before.repairPayloadType() >= 0;
        if (now == null || !now.nack()) {
            cache = null;
        } else if (cache == null || repairs != repaired) {
            // Depending on the negotiation, the cache holds plain or encrypted packets.
            cache = PacketCache.of(kind);
        }
        negotiated = now;
    }

    /** Stores a packet before its encryption. On the media's thread. */
    void onPlain(int number, byte[] bytes, int length, int headerLength, long nowNanos) {
        PacketCache into = cache;
        TrackSender.Negotiated to = negotiated;
        if (into != null && to != null && to.repairPayloadType() >= 0) {
            into.store(number, bytes, length, headerLength, nowNanos);
        }
    }

    /** Stores the same packet as it is sent. */
    void onProtected(int number, byte[] bytes, int length, long nowNanos) {
        PacketCache into = cache;
        TrackSender.Negotiated to = negotiated;
        if (into != null && to != null && to.repairPayloadType() < 0) {
            into.store(number, bytes, length, 0, nowNanos);
        }
    }

    /** On the receiver's receive thread. */
    void resend(List<Integer> sequenceNumbers, long nowNanos, long roundTripNanos) {
        PacketCache from = cache;
        TrackSender.Negotiated to = negotiated;
        if (from == null || to == null) {
            return;
        }
        long leastAge = Math.max(MIN_AGE_NANOS, roundTripNanos / 2);
        for (int number : sequenceNumbers) {
            int found = from.take(number, cached, 0, nowNanos, leastAge);
            if (found > 0 && (to.repairPayloadType() < 0 ? repeat(found) : repair(found, number, to))) {
                resent.increment();
            }
        }
    }

    private boolean repeat(int length) {
        return path.send(cached, 0, length & 0xffff);
    }

    private boolean repair(int found, int number, TrackSender.Negotiated to) {
        int length = found & 0xffff;
        int headerLength = found >>> 16;
        SrtpSession.Protector cipher = protector();
        if (cipher == null || !packet.wrap(cached, 0, length)) {
            return false;
        }
        int payloadLength = length - headerLength;
        sequenceNumber = (sequenceNumber + 1) & 0xffff;
        int at = header.write(
                buffer,
                packet.marker(),
                to.repairPayloadType(),
                sequenceNumber,
                packet.timestamp(),
                ssrc,
                to,
                2 + payloadLength,
                -1);
        // RFC 4588 section 4: the original sequence number, then the payload.
        buffer[at] = (byte) (number >> 8);
        buffer[at + 1] = (byte) number;
        System.arraycopy(cached, headerLength, buffer, at + 2, payloadLength);
        int protectedLength = cipher.protect(buffer, 0, at + 2 + payloadLength);
        return protectedLength > 0 && path.send(buffer, 0, protectedLength);
    }

    private SrtpSession.@Nullable Protector protector() {
        if (protector == null) {
            SrtpSession srtp = path.srtp();
            protector = srtp == null ? null : srtp.rtpProtector(ssrc);
        }
        return protector;
    }

    /** The number of packets sent again. */
    long resent() {
        return resent.sum();
    }
}
