package org.ducksoup.transport;

import java.util.concurrent.atomic.LongAdder;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.rtp.PacketType;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.dtls.DtlsEndpoint;
import org.ducksoup.transport.srtp.SrtpSession;
import org.jspecify.annotations.Nullable;

/**
 * The way in, from the socket to whoever takes the track's packets, all on the receive thread:
 *
 * <pre>
 *   PacketType.of            RFC 7983            STUN never gets here
 *   Srtp.unprotect           RFC 3711            in place; failure is counted and dropped
 *   RtpDemuxer.sectionFor    RFC 8843            SSRC, MID, payload type
 *   TrackReceiver.accept     RFC 3550            statistics
 *   RtpSink.onPacket                             forwarding
 * </pre>
 */
final class InboundPath {
    /** Hears of a track with its first packet, before that packet is forwarded. */
    interface TrackListener {
        void onTrack(RtpReceiver receiver);
    }

    private final DtlsEndpoint dtls;
    private final RtpDemuxer demuxer;
    private final FeedbackPath feedback;
    private final TrackListener tracks;
    private final TrackReceiver.KeyFrameRequests keyFrameRequests;
    private final RtpPacket packet = new RtpPacket();
    private final LongAdder dropped = new LongAdder();
    private volatile @Nullable SrtpSession srtp;
    private volatile long lastHeardNanos = System.nanoTime();

    InboundPath(
            DtlsEndpoint dtls,
            RtpDemuxer demuxer,
            FeedbackPath feedback,
            TrackListener tracks,
            TrackReceiver.KeyFrameRequests keyFrameRequests) {
        this.dtls = dtls;
        this.demuxer = demuxer;
        this.feedback = feedback;
        this.tracks = tracks;
        this.keyFrameRequests = keyFrameRequests;
    }

    void use(SrtpSession session) {
        srtp = session;
    }

    /** When the remote side last sent something authentic, on the clock of {@link System#nanoTime}. */
    long lastHeardNanos() {
        return lastHeardNanos;
    }

    /** Packets that were malformed, not authentic, duplicates, or belonged nowhere. */
    long dropped() {
        return dropped.sum();
    }

    void onDatagram(byte[] buffer, int offset, int length, long arrivalNanos) {
        switch (PacketType.of(buffer, offset, length)) {
            case DTLS -> dtls.receive(buffer, offset, length);
            case RTP -> onRtp(buffer, offset, length, arrivalNanos);
            case RTCP -> onRtcp(buffer, offset, length, arrivalNanos);
            case STUN, UNKNOWN -> dropped.increment();
        }
    }

    private void onRtp(byte[] buffer, int offset, int length, long arrivalNanos) {
        SrtpSession session = srtp;
        int plainLength = session == null ? -1 : session.unprotectRtp(buffer, offset, length);
        if (plainLength < 0 || !packet.wrap(buffer, offset, plainLength)) {
            dropped.increment();
            return;
        }
        lastHeardNanos = arrivalNanos;
        InboundSection section = demuxer.sectionFor(packet);
        TrackReceiver receiver = section == null || !section.isActive() ? null : receiver(section);
        if (receiver == null) {
            dropped.increment();
            return;
        }
        receiver.accept(packet, arrivalNanos);
    }

    private @Nullable TrackReceiver receiver(InboundSection section) {
        TrackReceiver receiver = section.receiver();
        Codec codec = section.codec(packet.payloadType());
        if (codec == null || (receiver != null && receiver.codec() != codec)) {
            return null;
        }
        if (receiver == null) {
            receiver = new TrackReceiver(codec, section.trackId(), packet.ssrc(), keyFrameRequests);
            section.receiver(receiver);
            tracks.onTrack(receiver);
        }
        return receiver;
    }

    private void onRtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
        SrtpSession session = srtp;
        int plainLength = session == null ? -1 : session.unprotectRtcp(buffer, offset, length);
        if (plainLength < 0) {
            dropped.increment();
            return;
        }
        lastHeardNanos = arrivalNanos;
        if (!feedback.onCompound(buffer, offset, plainLength, arrivalNanos)) {
            dropped.increment();
        }
    }
}
