package org.ducksoup.transport.media;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ReceptionReport;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.ReceptionStatistics;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.SequenceUnwrapper;
import org.ducksoup.rtp.rtcp.ReportBlock;
import org.ducksoup.transport.nack.NackGenerator;
import org.ducksoup.transport.srtp.ReplayWindow;
import org.jspecify.annotations.Nullable;

/** One incoming track: counts what arrives, asks for what does not, and hands on. Fed by the receive thread alone. */
final class TrackReceiver implements RtpReceiver {
    /** Who sent nothing for so long, and then goes on behind a gap, was cut off. */
    private static final long OUTAGE_NANOS = 500_000_000L;

    private final Codec codec;
    private final String trackId;
    private final ReturnPath feedback;
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong recovered = new AtomicLong();
    private NackGenerator missing = new NackGenerator();
    private SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private ReplayWindow seen = new ReplayWindow();
    private long lastArrivalNanos;
    private long givenUp;
    private volatile @Nullable Runnable brokenListener;
    private volatile @Nullable RtpSink sink;
    private volatile @Nullable Bitrate limit;
    private volatile int ssrc;
    private volatile ReceptionStatistics statistics;

    TrackReceiver(Codec codec, String trackId, int ssrc, ReturnPath feedback) {
        this.codec = codec;
        this.trackId = trackId;
        this.ssrc = ssrc;
        this.feedback = feedback;
        this.statistics = new ReceptionStatistics(ssrc, codec.clockRate());
    }

    /** Takes an authenticated packet. */
    void accept(RtpPacket packet, long arrivalNanos) {
        if (packet.ssrc() != ssrc) {
            beginAnew(packet.ssrc());
        }
        ReceptionStatistics current = statistics;
        synchronized (current) {
            current.onPacket(packet.sequenceNumber(), packet.timestamp(), arrivalNanos);
        }
        if (isNew(packet)) {
            use(packet, arrivalNanos);
        }
    }

    private void use(RtpPacket packet, long arrivalNanos) {
        int asked = missing.missing();
        missing.onPacket(packet.sequenceNumber(), arrivalNanos);
        // Also what was given up since the last packet, when it was asked for once too often.
        boolean broken = missing.givenUp() > givenUp
                || (missing.missing() > asked && arrivalNanos - lastArrivalNanos > OUTAGE_NANOS);
        givenUp = missing.givenUp();
        lastArrivalNanos = arrivalNanos;
        hand(packet, arrivalNanos);
        if (broken && kind() == MediaKind.VIDEO) {
            tellBroken();
        }
    }

    private void tellBroken() {
        Runnable listener = brokenListener;
        if (listener != null) {
            listener.run();
        }
    }

    /**
     * Takes a packet that was sent again (RFC 4588). Reports go on saying that it was lost: the sender is to know what the path
     * does.
     */
    void acceptRetransmission(RtpPacket packet, long arrivalNanos) {
        if (isNew(packet)) {
            recovered.lazySet(recovered.getPlain() + 1);
            // After an outage it may be the first that comes: browsers repeat packets to fill up what they send.
            use(packet, arrivalNanos);
        }
    }

    /** The remote side began anew (RFC 3550 section 8.2): so does everything here. */
    private void beginAnew(int newSsrc) {
        ssrc = newSsrc;
        statistics = new ReceptionStatistics(newSsrc, codec.clockRate());
        missing = new NackGenerator();
        givenUp = 0;
        unwrapper = new SequenceUnwrapper();
        seen = new ReplayWindow();
    }

    /** The packet and its retransmission may both arrive. One cycle is added, so that no index is negative. */
    private boolean isNew(RtpPacket packet) {
        long index = unwrapper.unwrap(packet.sequenceNumber()) + (1L << 16);
        return index >= 0 && seen.accept(index);
    }

    private void hand(RtpPacket packet, long arrivalNanos) {
        // Only this thread writes; others need not see each step.
        packets.lazySet(packets.getPlain() + 1);
        bytes.lazySet(bytes.getPlain() + packet.payloadLength());
        RtpSink target = sink;
        if (target != null) {
            target.onPacket(packet, arrivalNanos);
        }
    }

    /** Asks for what is missing and due, on the receive thread: whenever anything arrives is often enough. */
    void requestMissing(long nowNanos) {
        if (missing.missing() > 0) {
            List<Integer> due = missing.due(nowNanos, feedback.roundTripNanos());
            if (!due.isEmpty()) {
                feedback.requestPackets(ssrc, due);
            }
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
    public void whenBroken(Runnable listener) {
        brokenListener = listener;
    }

    @Override
    public void requestKeyFrame() {
        feedback.requestKeyFrame(ssrc);
    }

    @Override
    public void limit(Bitrate rate) {
        Bitrate before = limit;
        limit = rate;
        // A twentieth: less is not worth a datagram, and comes with the next report.
        if (before == null || rate.bitsPerSecond() * 20 < before.bitsPerSecond() * 19) {
            feedback.announceLimit();
        }
    }

    /** Null while anything is welcome. */
    @Nullable
    Bitrate limit() {
        return limit;
    }

    @Override
    public Duration roundTripTime() {
        return Duration.ofNanos(feedback.roundTripNanos());
    }

    /** Packets that arrived only when they were sent again. */
    long recovered() {
        return recovered.get();
    }

    @Override
    public ReceptionReport statistics() {
        ReceptionStatistics current = statistics;
        synchronized (current) {
            return new ReceptionReport(packets.get(), bytes.get(), current.cumulativeLost(), current.jitterMillis());
        }
    }
}
