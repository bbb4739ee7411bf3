package org.ducksoup.testkit.media;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.SequenceUnwrapper;

/** The packets that a participant has received of one track. The receive thread writes; any thread reads. */
public final class ReceivedTrack implements RtpSink {
    /** Hears of the two moments that participants wait for. Called on the receive thread. */
    public interface Listener {
        void onFirstPacket(MediaKind kind);

        void onKeyFrame();
    }

    private final RtpReceiver receiver;
    private final Listener listener;
    private final SequenceUnwrapper sequence = new SequenceUnwrapper();
    private final KeyFrameWatch keyFrameWatch;
    private final LatencyHistogram latency = new LatencyHistogram();
    private long lowest = Long.MAX_VALUE;
    private long highest = Long.MIN_VALUE;
    private final AtomicLong received = new AtomicLong();
    private volatile long expected;
    private volatile long firstPacketNanos;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong keyFrames = new AtomicLong();
    private final List<RtpSink> copies = new CopyOnWriteArrayList<>();

    public ReceivedTrack(RtpReceiver receiver, Listener listener) {
        this.receiver = receiver;
        this.listener = listener;
        keyFrameWatch = new KeyFrameWatch(receiver.codec());
    }

    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        long index = sequence.unwrap(lent.sequenceNumber());
        lowest = Math.min(lowest, index);
        highest = Math.max(highest, index);
        int end = lent.payloadOffset() + lent.payloadLength();
        if (PacketStamp.isPresent(lent.buffer(), lent.payloadOffset(), end)) {
            // Both times are modulo 2^63.
            latency.record((arrivalNanos - PacketStamp.nanos(lent.buffer(), end)) & Long.MAX_VALUE);
        }
        long count = received.incrementAndGet();
        expected = highest - lowest + 1;
        bytes.addAndGet(lent.payloadLength());
        if (count == 1) {
            firstPacketNanos = arrivalNanos;
            listener.onFirstPacket(kind());
        }
        if (keyFrameWatch.completes(lent)) {
            keyFrames.incrementAndGet();
            listener.onKeyFrame();
        }
        copies.forEach(copy -> copy.onPacket(lent, arrivalNanos));
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        copies.forEach(copy -> copy.onSenderReport(ntpTime, rtpTimestamp));
    }

    /** Lets one more sink have everything that arrives from now on. */
    public void copyTo(RtpSink sink) {
        copies.add(sink);
    }

    public MediaKind kind() {
        return codec().kind();
    }

    public Codec codec() {
        return receiver.codec();
    }

    /** The track's id, as the server announced it. */
    public String trackId() {
        return receiver.trackId();
    }

    /** Asks the server for a key frame, at once. */
    public void requestKeyFrame() {
        receiver.requestKeyFrame();
    }

    public long received() {
        return received.get();
    }

    /** When the first packet arrived, on the clock of {@link System#nanoTime}; 0 before. */
    public long firstPacketNanos() {
        return firstPacketNanos;
    }

    /** Gaps in the sequence numbers, from the first packet to the last. */
    public long lost() {
        return expected - received.get();
    }

    /** Payload bytes. */
    public long bytes() {
        return bytes.get();
    }

    /** The number of key frames of which every packet has arrived. */
    public long keyFrames() {
        return keyFrames.get();
    }

    /** The time from the sender's thread to the receiver's socket. Empty unless sender and receiver are in this JVM. */
    public LatencyHistogram latency() {
        return latency;
    }

    @Override
    public String toString() {
        return codec() + " " + trackId() + ": " + received + " received, " + lost() + " lost, " + keyFrames
                + " key frames, " + latency;
    }
}
