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
import org.ducksoup.rtp.ReplayWindow;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.SequenceNumbers;
import org.ducksoup.rtp.rtcp.ReportBlock;
import org.ducksoup.transport.nack.NackGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One incoming track: counts its packets, asks for missing ones, and hands packets on. Only the receive thread calls
 * it.
 */
final class TrackReceiver implements RtpReceiver {
    /** A source that is silent for this long and resumes with a gap has lost its connection. */
    private static final long OUTAGE_NANOS = 500_000_000L;

    private final Codec codec;
    private final InboundSection section;
    private final String trackId;
    private final ReturnPath feedback;
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong recovered = new AtomicLong();
    private NackGenerator missing = new NackGenerator();
    private ReplayWindow seen = new ReplayWindow();
    private long lastArrivalNanos;
    private int lastSequenceNumber;
    private long givenUp;
    private volatile @Nullable Runnable brokenListener;
    private volatile @Nullable AudioLevelListener levelListener;
    private volatile @Nullable RtpSink sink;
    private volatile @Nullable Bitrate limit;
    private volatile int ssrc;
    private volatile ReceptionStatistics statistics;

    TrackReceiver(Codec codec, InboundSection section, int ssrc, ReturnPath feedback) {
        this.codec = codec;
        this.section = section;
        this.trackId = section.trackId();
        this.ssrc = ssrc;
        this.feedback = feedback;
        this.statistics = new ReceptionStatistics(ssrc, codec.clockRate());
    }

    /** Handles an authenticated packet. */
    void accept(RtpPacket packet, long arrivalNanos) {
        if (packet.ssrc() != ssrc) {
            beginAnew(packet.ssrc());
            lastSequenceNumber = packet.sequenceNumber();
        }
        ReceptionStatistics current = statistics;
        synchronized (current) {
            current.onPacket(packet.sequenceNumber(), packet.timestamp(), arrivalNanos);
        }
        if (seen.accept(packet.sequenceNumber())) {
            tellLevel(packet, arrivalNanos);
            deliver(packet, arrivalNanos);
        }
    }

    /** Not of a packet that was sent again: what it says was true some time ago. */
    private void tellLevel(RtpPacket packet, long arrivalNanos) {
        int extension = section.audioLevelExtension();
        AudioLevelListener listener = levelListener;
        if (extension < 0 || listener == null || packet.extensionLength(extension) != 1) {
            return;
        }
        // The highest bit is the remote side's guess whether this is speech, which nobody uses.
        listener.onLevel(packet.buffer()[packet.extensionOffset(extension)] & 0x7f, arrivalNanos);
    }

    /** The sequence number of the newest packet. */
    int lastSequenceNumber() {
        return lastSequenceNumber;
    }

    private void deliver(RtpPacket packet, long arrivalNanos) {
        if (lastArrivalNanos == 0 || SequenceNumbers.isNewer(packet.sequenceNumber(), lastSequenceNumber)) {
            lastSequenceNumber = packet.sequenceNumber();
        }
        int asked = missing.missing();
        missing.onPacket(packet.sequenceNumber(), arrivalNanos);
        // This includes packets that were given up since the last packet, after the last request for them.
        boolean broken = missing.givenUp() > givenUp
                || (missing.missing() > asked && arrivalNanos - lastArrivalNanos > OUTAGE_NANOS);
        givenUp = missing.givenUp();
        lastArrivalNanos = arrivalNanos;
        hand(packet, arrivalNanos);
        if (broken && kind() == MediaKind.VIDEO) {
            tellBroken();
        }
    }

    @Override
    public boolean hasAudioLevel() {
        return section.audioLevelExtension() > 0;
    }

    @Override
    public void listen(AudioLevelListener listener) {
        levelListener = listener;
    }

    private void tellBroken() {
        Runnable listener = brokenListener;
        if (listener != null) {
            listener.run();
        }
    }

    /**
     * Handles a retransmitted packet (RFC 4588). Receiver reports still count it as lost, because the sender needs to
     * know the state of the path.
     */
    void acceptRetransmission(RtpPacket packet, long arrivalNanos) {
        // The packet itself may have arrived as well.
        if (seen.accept(packet.sequenceNumber())) {
            recovered.lazySet(recovered.getPlain() + 1);
            // A retransmission may be the first packet after an outage: browsers repeat packets as padding.
            deliver(packet, arrivalNanos);
        }
    }

    /** The remote side restarted its source (RFC 3550 section 8.2), so all state here starts again, too. */
    private void beginAnew(int newSsrc) {
        ssrc = newSsrc;
        statistics = new ReceptionStatistics(newSsrc, codec.clockRate());
        missing = new NackGenerator();
        givenUp = 0;
        seen = new ReplayWindow();
    }

    private void hand(RtpPacket packet, long arrivalNanos) {
        // Only this thread writes. Other threads need not see every step, so no lock is taken.
        packets.lazySet(packets.getPlain() + 1);
        bytes.lazySet(bytes.getPlain() + packet.payloadLength());
        RtpSink target = sink;
        if (target != null) {
            target.onPacket(packet, arrivalNanos);
        }
    }

    /** Asks for missing packets that are due. Called on the receive thread with every packet, which is often enough. */
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

    /** The report to the sender; begins a new interval. */
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
        // A change of less than a twentieth is not worth a datagram of its own, and goes with the next report.
        if (before == null || rate.bitsPerSecond() * 20 < before.bitsPerSecond() * 19) {
            feedback.announceLimit();
        }
    }

    /** Null while the rate is not limited. */
    @Nullable
    Bitrate limit() {
        return limit;
    }

    @Override
    public Duration roundTripTime() {
        return Duration.ofNanos(feedback.roundTripNanos());
    }

    /** The number of packets that arrived only when they were sent again. */
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
