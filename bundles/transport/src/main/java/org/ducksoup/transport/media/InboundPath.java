package org.ducksoup.transport.media;

import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.rtp.PacketType;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.SequenceNumbers;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ducksoup.transport.dtls.DtlsEndpoint;
import org.ducksoup.transport.srtp.SrtpSession;
import org.ducksoup.transport.twcc.ArrivalRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The way in, from the socket to the subscriber of a track; the package's Javadoc draws all of it.
 *
 * <p>Each local address has a receive thread. A participant who changes from one address to another is on two of them for a
 * while. Everything after {@link PacketType#of} runs under this object's lock. It is practically uncontended: two receive
 * threads meet here only during such a change.
 */
public final class InboundPath {
    /** Receives a track with its first packet, before that packet is forwarded. */
    public interface TrackListener {
        void onTrack(RtpReceiver receiver);
    }

    /** How long a codec is followed at least: each change makes work in the whole server. */
    private static final long MIN_CODEC_NANOS = 1_000_000_000L;

    private final DtlsEndpoint dtls;
    private final RtpDemuxer demuxer;
    private final FeedbackPath feedback;
    private final TrackListener tracks;
    private final ReturnPath toSender;
    private final ArrivalRecorder arrivals = new ArrivalRecorder();
    private final RtpPacket packet = new RtpPacket();
    private final DroppedPackets dropped;
    private volatile @Nullable SrtpSession srtp;
    private volatile long lastHeardNanos = System.nanoTime();

    public InboundPath(
            DtlsEndpoint dtls,
            RtpDemuxer demuxer,
            FeedbackPath feedback,
            TrackListener tracks,
            ReturnPath toSender,
            DroppedPackets dropped) {
        this.dropped = dropped;
        this.dtls = dtls;
        this.demuxer = demuxer;
        this.feedback = feedback;
        this.tracks = tracks;
        this.toSender = toSender;
    }

    /** Media is dropped before this is called. */
    public void protectWith(SrtpSession session) {
        srtp = session;
    }

    /** The last time the remote side sent something authentic, on the clock of {@link System#nanoTime}. */
    public long lastHeardNanos() {
        return lastHeardNanos;
    }

    public void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos) {
        switch (PacketType.of(buffer, offset, length)) {
            case DTLS -> {
                if (!dtls.receive(buffer, offset, length)) {
                    dropped.count(DropCause.DTLS_FLOOD);
                }
            }
            case RTP -> onRtp(buffer, offset, length, arrivalNanos);
            case RTCP -> onRtcp(buffer, offset, length, arrivalNanos);
            case STUN, UNKNOWN -> dropped.count(DropCause.UNKNOWN_PROTOCOL);
        }
    }

    private synchronized void onRtp(byte[] buffer, int offset, int length, long arrivalNanos) {
        SrtpSession session = srtp;
        if (session == null) {
            dropped.count(DropCause.MEDIA_TOO_EARLY);
            return;
        }
        int plainLength = session.unprotectRtp(buffer, offset, length);
        if (plainLength < 0 || !packet.wrap(buffer, offset, plainLength)) {
            dropped.count(plainLength < 0 ? DropCause.RTP_UNAUTHENTICATED : DropCause.RTP_MALFORMED);
            return;
        }
        lastHeardNanos = arrivalNanos;
        noteArrival(arrivalNanos);
        InboundSection section = demuxer.sectionFor(packet);
        if (section == null || !section.isActive() || !accept(section, arrivalNanos)) {
            dropped.count(DropCause.RTP_UNEXPECTED);
        }
        requestMissing(arrivalNanos);
    }

    private void noteArrival(long arrivalNanos) {
        int extension = demuxer.transportWideExtension();
        if (extension < 0 || packet.extensionLength(extension) != 2) {
            return;
        }
        byte[] bytes = packet.buffer();
        int at = packet.extensionOffset(extension);
        arrivals.onPacket((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff), packet.ssrc(), arrivalNanos);
        if (arrivals.isDue(arrivalNanos)) {
            toSender.reportArrivals(arrivals, arrivalNanos);
        }
    }

    private boolean accept(InboundSection section, long arrivalNanos) {
        Integer repaired = section.repairedBy(packet.payloadType());
        if (repaired != null) {
            return acceptRetransmission(section, repaired, arrivalNanos);
        }
        TrackReceiver receiver = receiver(section, arrivalNanos);
        if (receiver == null) {
            return false;
        }
        receiver.accept(packet, arrivalNanos);
        return true;
    }

    /**
     * Turns a retransmission into the packet it repeats (RFC 4588 section 4), in place: the header moves over the two
     * bytes of the original sequence number.
     */
    private boolean acceptRetransmission(InboundSection section, int payloadType, long arrivalNanos) {
        TrackReceiver receiver = section.receiver();
        Codec codec = section.codec(payloadType);
        if (receiver == null || codec != receiver.codec()) {
            return false;
        }
        if (packet.payloadLength() < 2) {
            // A packet with nothing but padding probes the path.
            return packet.payloadLength() == 0;
        }
        byte[] bytes = packet.buffer();
        int offset = packet.offset();
        int payload = packet.payloadOffset();
        int original = (bytes[payload] & 0xff) << 8 | (bytes[payload + 1] & 0xff);
        System.arraycopy(bytes, offset, bytes, offset + 2, packet.headerLength());
        if (!packet.wrap(bytes, offset + 2, packet.length() - 2)) {
            return false;
        }
        packet.payloadType(payloadType);
        packet.sequenceNumber(original);
        packet.ssrc(receiver.ssrc());
        receiver.acceptRetransmission(packet, arrivalNanos);
        return true;
    }

    private void requestMissing(long nowNanos) {
        for (InboundSection section : demuxer.sections()) {
            TrackReceiver receiver = section.receiver();
            if (receiver != null && section.asksForLostPackets()) {
                receiver.requestMissing(nowNanos);
            }
        }
    }

    private @Nullable TrackReceiver receiver(InboundSection section, long arrivalNanos) {
        TrackReceiver receiver = section.receiver();
        Codec codec = section.codec(packet.payloadType());
        if (codec == null || (receiver != null && receiver.codec() != codec && !changes(section, arrivalNanos))) {
            return null;
        }
        if (receiver == null || receiver.codec() != codec) {
            // Encoders in hardware fail, and pages may ask for another codec: browsers change without a new offer.
            section.begunAtNanos(arrivalNanos);
            receiver = new TrackReceiver(codec, section, packet.ssrc(), toSender);
            section.receiver(receiver);
            tracks.onTrack(receiver);
        }
        return receiver;
    }

    /** Whether a packet of another codec is a change, and neither a late packet nor a client that changes all the time. */
    private boolean changes(InboundSection section, long arrivalNanos) {
        TrackReceiver before = section.receiver();
        return before != null
                && arrivalNanos - section.begunAtNanos() >= MIN_CODEC_NANOS
                && (packet.ssrc() != before.ssrc()
                        || SequenceNumbers.isNewer(packet.sequenceNumber(), before.lastSequenceNumber()));
    }

    private synchronized void onRtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
        SrtpSession session = srtp;
        if (session == null) {
            dropped.count(DropCause.MEDIA_TOO_EARLY);
            return;
        }
        int plainLength = session.unprotectRtcp(buffer, offset, length);
        if (plainLength < 0) {
            dropped.count(DropCause.RTCP_UNAUTHENTICATED);
            return;
        }
        lastHeardNanos = arrivalNanos;
        if (!feedback.onCompound(buffer, offset, plainLength, arrivalNanos)) {
            dropped.count(DropCause.RTCP_MALFORMED);
        }
    }
}
