package org.ducksoup.transport.media;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongToIntFunction;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SendReport;
import org.ducksoup.rtp.HeaderExtensionWriter;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.SequenceNumbers;
import org.ducksoup.rtp.rtcp.SenderReport;
import org.ducksoup.transport.srtp.SrtpSession;
import org.jspecify.annotations.Nullable;

/**
 * One outgoing track. Rewrites each packet's header for its receiver and hands the packet to {@link OutboundPath}.
 *
 * <p>Packets come from one thread at a time. The timer's thread makes reports from fields that the sending thread
 * writes last.
 */
public final class TrackSender implements RtpSender {
    /** Room for the largest packet of a browser, our header extensions and the authentication tag. */
    private static final int BUFFER_LENGTH = 2048;

    /**
     * The result of the last negotiation.
     *
     * @param payloadType of the track's codec at the receiver
     * @param mid of the section
     * @param midExtension id of the header extension, or -1
     * @param sendTimeExtension id of the absolute send time, or -1
     * @param transportWideExtension id of the transport-wide sequence number, or -1
     * @param audioLevelExtension id of the loudness, or -1
     * @param nack whether the receiver asks for lost packets
     * @param repairPayloadType of retransmissions (RFC 4588), or -1 if the same packets are sent again
     */
    public record Negotiated(
            int payloadType,
            byte[] mid,
            int midExtension,
            int sendTimeExtension,
            int transportWideExtension,
            int audioLevelExtension,
            boolean nack,
            int repairPayloadType) {
        /** Leaves out an extension whose identifier does not fit into a packet: the remote side chose it (RFC 8285). */
        public static Negotiated of(int payloadType, String mid, int midExtension, int sendTimeExtension) {
            byte[] bytes = mid.getBytes(StandardCharsets.US_ASCII);
            boolean midFits = fits(midExtension) && bytes.length >= 1 && bytes.length <= 16;
            boolean sendTimeFits = fits(sendTimeExtension) && sendTimeExtension != midExtension;
            return new Negotiated(
                    payloadType,
                    bytes,
                    midFits ? midExtension : -1,
                    sendTimeFits ? sendTimeExtension : -1,
                    -1,
                    -1,
                    false,
                    -1);
        }

        public Negotiated withTransportWide(int id) {
            boolean fits = fits(id) && id != midExtension && id != sendTimeExtension;
            return with(fits ? id : -1, audioLevelExtension, nack, repairPayloadType);
        }

        /** After the other extensions, which go first where identifiers clash. */
        public Negotiated withAudioLevel(int id) {
            boolean fits = fits(id) && id != midExtension && id != sendTimeExtension && id != transportWideExtension;
            return with(transportWideExtension, fits ? id : -1, nack, repairPayloadType);
        }

        public Negotiated withRetransmissions(boolean asked, int repairType) {
            return with(transportWideExtension, audioLevelExtension, asked, repairType);
        }

        private Negotiated with(int transportWide, int audioLevel, boolean asked, int repairType) {
            return new Negotiated(
                    payloadType, mid, midExtension, sendTimeExtension, transportWide, audioLevel, asked, repairType);
        }

        boolean isExtended() {
            return midExtension > 0 || sendTimeExtension > 0 || transportWideExtension > 0 || audioLevelExtension > 0;
        }

        private static boolean fits(int id) {
            return id >= 1 && id <= HeaderExtensionWriter.MAX_ID;
        }
    }

    /** A moment on the track's clock, and the same moment on the server's clock. */
    private record ClockReference(long ntpTime, long rtpTimestamp) {}

    private final OutboundTrack track;
    private final int ssrc;
    private final OutboundPath path;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private final HeaderWriter header;
    private final Retransmitter retransmitter;
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong withheld = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private SrtpSession.@Nullable Protector protector;
    private boolean started;
    private boolean resumed;
    private int sourceSsrc;
    private int sequenceOffset;
    private long timestampOffset;
    private int lastSequenceNumber;
    private long lastTimestamp;
    private long lastArrivalNanos;
    /** The highest number that the receiver has reported, with its wraps. On its receive thread. */
    private long reportedSequence;

    private volatile @Nullable Negotiated negotiated;
    private volatile @Nullable ClockReference clock;
    /** What the source reported before its first packet was sent, on its own clock. */
    private volatile @Nullable ClockReference reported;

    private volatile @Nullable FeedbackListener feedback;
    private volatile @Nullable LongToIntFunction levels;

    public TrackSender(OutboundTrack track, int ssrc, int firstSequenceNumber, OutboundPath path) {
        this.track = track;
        this.ssrc = ssrc;
        this.lastSequenceNumber = firstSequenceNumber;
        this.reportedSequence = firstSequenceNumber;
        this.path = path;
        this.header = new HeaderWriter(path);
        this.retransmitter = new Retransmitter(track.kind(), ~ssrc, path);
    }

    public int ssrc() {
        return ssrc;
    }

    /** The source of retransmissions has a sequence of its own, which starts at random (RFC 4588 section 5.3). */
    public int repairSsrc() {
        return retransmitter.ssrc();
    }

    /** Applies a negotiation; null stops sending. */
    public void negotiate(@Nullable Negotiated now) {
        negotiated = now;
        retransmitter.negotiate(now);
    }

    /**
     * Says with each packet how loud it is (RFC 6464), if the next offer asks for it. For clients: a server says nothing about the
     * sound that it forwards.
     *
     * @param byArrivalNanos 0, the loudest, to 127, silence, in -dBov, by a packet's arrival
     */
    public void sayLevels(LongToIntFunction byArrivalNanos) {
        levels = byArrivalNanos;
    }

    public boolean saysLevels() {
        return levels != null;
    }

    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        Negotiated to = negotiated;
        SrtpSession.Protector cipher = to == null ? null : protector();
        if (to == null || cipher == null) {
            withheld.lazySet(withheld.getPlain() + 1);
            return;
        }
        if (RtpPacket.FIXED_HEADER_LENGTH + 40 + lent.payloadLength() > 1500) {
            failed.lazySet(failed.getPlain() + 1);
            return;
        }
        follow(lent, arrivalNanos);
        int length = write(lent, to, level(to, arrivalNanos));
        retransmitter.onPlain(outSequenceNumber(lent), buffer, length, length - lent.payloadLength(), arrivalNanos);
        int protectedLength = cipher.protect(buffer, 0, length);
        if (protectedLength > 0) {
            retransmitter.onProtected(outSequenceNumber(lent), buffer, protectedLength, arrivalNanos);
        }
        if (protectedLength > 0 && path.send(buffer, 0, protectedLength)) {
            packets.lazySet(packets.getPlain() + 1);
            bytes.lazySet(bytes.getPlain() + lent.payloadLength());
        } else {
            failed.lazySet(failed.getPlain() + 1);
        }
    }

    @Override
    public void resume() {
        resumed = true;
    }

    private SrtpSession.@Nullable Protector protector() {
        if (protector == null) {
            SrtpSession srtp = path.srtp();
            protector = srtp == null ? null : srtp.rtpProtector(ssrc);
        }
        return protector;
    }

    /**
     * Continues numbers and timestamps when another source takes over, as if there were one source (RFC 3550 section
     * 5.1).
     */
    private void follow(RtpPacket packet, long arrivalNanos) {
        if (!started || resumed || packet.ssrc() != sourceSsrc) {
            resumed = false;
            sequenceOffset = lastSequenceNumber + 1 - packet.sequenceNumber();
            long gapNanos = started ? arrivalNanos - lastArrivalNanos : 0;
            long elapsed = gapNanos * track.codec().clockRate() / 1_000_000_000L;
            timestampOffset = lastTimestamp + Math.max(elapsed, 1) - packet.timestamp();
            sourceSsrc = packet.ssrc();
            clock = null;
            started = true;
            note(packet, arrivalNanos);
        } else if (SequenceNumbers.isNewer(outSequenceNumber(packet), lastSequenceNumber)) {
            note(packet, arrivalNanos);
        }
        if (clock == null) {
            ClockReference report = reported;
            clock = report == null
                    ? new ClockReference(path.ntpTime(), lastTimestamp)
                    : new ClockReference(report.ntpTime, outTimestamp(report.rtpTimestamp));
            reported = null;
        }
    }

    /** Remembers where the stream stands. Only the newest packet counts; late and retransmitted packets are ignored. */
    private void note(RtpPacket packet, long arrivalNanos) {
        lastSequenceNumber = outSequenceNumber(packet);
        lastTimestamp = outTimestamp(packet.timestamp());
        lastArrivalNanos = arrivalNanos;
    }

    private int outSequenceNumber(RtpPacket packet) {
        return (packet.sequenceNumber() + sequenceOffset) & 0xffff;
    }

    private long outTimestamp(long timestamp) {
        return (timestamp + timestampOffset) & 0xffffffffL;
    }

    private int level(Negotiated to, long arrivalNanos) {
        LongToIntFunction source = to.audioLevelExtension < 0 ? null : levels;
        return source == null ? -1 : source.applyAsInt(arrivalNanos) & 0x7f;
    }

    private int write(RtpPacket packet, Negotiated to, int level) {
        int at = header.write(
                buffer,
                packet.marker(),
                to.payloadType,
                outSequenceNumber(packet),
                outTimestamp(packet.timestamp()),
                ssrc,
                to,
                packet.payloadLength(),
                level);
        System.arraycopy(packet.buffer(), packet.payloadOffset(), buffer, at, packet.payloadLength());
        return at + packet.payloadLength();
    }

    /** Handles the receiver's request for lost packets. On its receive thread. */
    void onPacketRequest(java.util.List<Integer> sequenceNumbers, long nowNanos, long roundTripNanos) {
        retransmitter.resend(sequenceNumbers, nowNanos, roundTripNanos);
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        if (started) {
            clock = new ClockReference(ntpTime, outTimestamp(rtpTimestamp));
        } else {
            reported = new ClockReference(ntpTime, rtpTimestamp);
        }
    }

    /** The report that the receiver needs to play tracks in step, or null before anything was sent. */
    @Nullable
    SenderReport report(long nowNtp) {
        ClockReference reference = clock;
        if (reference == null || packets.get() == 0 || negotiated == null) {
            return null;
        }
        long elapsedNanos = SenderClock.nanos(nowNtp - reference.ntpTime);
        long elapsed = Math.round(elapsedNanos * (track.codec().clockRate() / 1e9));
        return new SenderReport(
                ssrc,
                nowNtp,
                (reference.rtpTimestamp + elapsed) & 0xffffffffL,
                packets.get() & 0xffffffffL,
                bytes.get() & 0xffffffffL,
                java.util.List.of());
    }

    void onKeyFrameRequest(String cause) {
        FeedbackListener listener = feedback;
        if (listener != null) {
            listener.onKeyFrameRequest(cause);
        }
    }

    /**
     * The packets that the receiver should have had since its last report.
     *
     * @param extendedHighestSequence of its report (RFC 3550 section 6.4.1)
     */
    long sinceLastReport(long extendedHighestSequence) {
        // Reports may overtake each other, and a receiver may write anything.
        int packets = (int) (extendedHighestSequence - reportedSequence);
        if (packets > 0) {
            reportedSequence = extendedHighestSequence;
        }
        return Math.max(0, packets);
    }

    void onReceiverReport(LossReport report) {
        FeedbackListener listener = feedback;
        if (listener != null) {
            listener.onReceiverReport(report);
        }
    }

    @Override
    public OutboundTrack track() {
        return track;
    }

    @Override
    public void setFeedbackListener(FeedbackListener listener) {
        feedback = listener;
    }

    @Override
    public SendReport statistics() {
        return new SendReport(packets.get(), bytes.get(), withheld.get(), failed.get());
    }
}
