package org.ducksoup.transport;

import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ReceptionReport;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.ReceptionStatistics;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.rtcp.ReportBlock;
import org.jspecify.annotations.Nullable;

/** One incoming track: counts what arrives and hands it to the sink. Fed by the receive thread alone. */
final class TrackReceiver implements RtpReceiver {
    /** Sends a picture loss indication for a source. */
    interface KeyFrameRequests {
        void send(int mediaSsrc);
    }

    private final Codec codec;
    private final String trackId;
    private final KeyFrameRequests keyFrameRequests;
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable RtpSink sink;
    private volatile int ssrc;
    private volatile ReceptionStatistics statistics;

    TrackReceiver(Codec codec, String trackId, int ssrc, KeyFrameRequests keyFrameRequests) {
        this.codec = codec;
        this.trackId = trackId;
        this.ssrc = ssrc;
        this.keyFrameRequests = keyFrameRequests;
        this.statistics = new ReceptionStatistics(ssrc, codec.clockRate());
    }

    /** Takes an authenticated packet that is not a duplicate. */
    void accept(RtpPacket packet, long arrivalNanos) {
        if (packet.ssrc() != ssrc) {
            // The remote side began anew (RFC 3550 section 8.2): so do the statistics.
            ssrc = packet.ssrc();
            statistics = new ReceptionStatistics(ssrc, codec.clockRate());
        }
        ReceptionStatistics current = statistics;
        synchronized (current) {
            current.onPacket(packet.sequenceNumber(), packet.timestamp(), arrivalNanos);
        }
        // Only this thread writes; others need not see each step.
        packets.lazySet(packets.getPlain() + 1);
        bytes.lazySet(bytes.getPlain() + packet.payloadLength());
        RtpSink target = sink;
        if (target != null) {
            target.onPacket(packet, arrivalNanos);
        }
    }

    void onSenderReport(long remoteNtp, long localNtp, long rtpTimestamp, long arrivalNanos) {
        ReceptionStatistics current = statistics;
        synchronized (current) {
            current.onSenderReport(remoteNtp, arrivalNanos);
        }
        RtpSink target = sink;
        if (target != null) {
            target.onSenderReport(localNtp, rtpTimestamp);
        }
    }

    /** What to tell the sender; begins a new interval. */
    ReportBlock report(long nowNanos) {
        ReceptionStatistics current = statistics;
        synchronized (current) {
            return current.report(nowNanos);
        }
    }

    @Override
    public MediaKind kind() {
        return codec.kind();
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public int ssrc() {
        return ssrc;
    }

    @Override
    public String trackId() {
        return trackId;
    }

    @Override
    public void forwardTo(RtpSink newSink) {
        sink = newSink;
    }

    @Override
    public void requestKeyFrame() {
        keyFrameRequests.send(ssrc);
    }

    @Override
    public ReceptionReport statistics() {
        ReceptionStatistics current = statistics;
        synchronized (current) {
            return new ReceptionReport(packets.get(), bytes.get(), current.cumulativeLost(), current.jitterMillis());
        }
    }
}
