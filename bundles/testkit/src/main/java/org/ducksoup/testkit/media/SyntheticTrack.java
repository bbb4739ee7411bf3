package org.ducksoup.testkit.media;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;

/** One paced track of {@link SyntheticMedia}, each packet with a {@link PacketStamp}. */
public final class SyntheticTrack implements SentTrack {
    /** Packets that are later than this are left out, so that a machine that stood still does not send a burst. */
    private static final long MAX_LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final RtpSink to;
    private final Codec codec;
    private final MediaProfile profile;
    private final byte[] buffer;
    private final RtpPacket packet = new RtpPacket();
    private final long startNanos;
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final long firstTimestamp = ThreadLocalRandom.current().nextInt() & 0xffffffffL;
    private int sequenceNumber = ThreadLocalRandom.current().nextInt(1 << 16);
    private int indexInFrame;
    private boolean keyFrame;
    private long nextNanos;
    private long nextKeyFrameNanos;
    private volatile boolean keyFrameWanted = true;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong keyFrames = new AtomicLong();
    private volatile boolean closed;

    SyntheticTrack(RtpSink to, Codec codec, MediaProfile profile, long nowNanos) {
        this.to = to;
        this.codec = codec;
        this.profile = profile;
        buffer = new byte[RtpPacket.FIXED_HEADER_LENGTH + profile.payloadLength()];
        startNanos = nowNanos;
        nextNanos = nowNanos;
        nextKeyFrameNanos = nowNanos;
    }

    /** Makes the next frame a key frame. Thread-safe. */
    @Override
    public void requestKeyFrame() {
        keyFrameWanted = true;
    }

    @Override
    public Codec codec() {
        return codec;
    }

    /** Packets sent. */
    @Override
    public long sent() {
        return sent.get();
    }

    /** Key frames begun. */
    @Override
    public long keyFrames() {
        return keyFrames.get();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public long nextNanos() {
        return nextNanos;
    }

    /** Sends one packet. Returns false when the track is closed. Called on the media thread. */
    @Override
    public boolean send(long nowNanos) {
        if (closed) {
            return false;
        }
        if (indexInFrame == 0) {
            keyFrame = keyFrameWanted || nowNanos - nextKeyFrameNanos >= 0;
            if (keyFrame) {
                keyFrameWanted = false;
                keyFrames.incrementAndGet();
                nextKeyFrameNanos = nowNanos + profile.keyFrameInterval().toNanos();
            }
        }
        boolean last = indexInFrame == profile.packetsPerFrame() - 1;
        long frameNanos =
                nextNanos - startNanos - indexInFrame * profile.packetInterval().toNanos();
        write(frameNanos, last);
        indexInFrame = last ? 0 : indexInFrame + 1;
        to.onPacket(packet, nowNanos);
        sent.incrementAndGet();
        nextNanos += profile.packetInterval().toNanos();
        if (nowNanos - nextNanos > MAX_LATE_NANOS) {
            nextNanos = nowNanos;
        }
        return true;
    }

    private void write(long frameNanos, boolean last) {
        int payload = RtpPacket.FIXED_HEADER_LENGTH;
        long timestamp = firstTimestamp + frameNanos * codec.clockRate() / 1_000_000_000L;
        RtpPacket.writeFixedHeader(
                buffer, 0, last && codec != Codec.OPUS, 96, sequenceNumber++, timestamp, ssrc, false);
        Packetizer.fill(codec, buffer, payload, profile.payloadLength(), keyFrame, indexInFrame, last);
        PacketStamp.write(buffer, buffer.length, System.nanoTime(), sent.get());
        if (!packet.wrap(buffer, 0, buffer.length)) {
            throw new IllegalStateException("not an RTP packet");
        }
    }
}
