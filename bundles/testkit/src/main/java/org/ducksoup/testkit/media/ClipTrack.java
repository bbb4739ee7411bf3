package org.ducksoup.testkit.media;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.rtp.RtpPacket;

/**
 * Plays a {@link MediaClip} in a loop, on time and without gaps. All tracks of this JVM that play clips of the same
 * length are at the same position at any moment, whenever they began, but for the clip's phase.
 */
final class ClipTrack implements SentTrack {
    private final RtpSink to;
    private final MediaClip clip;
    private final long startNanos;
    private final RtpPacket packet = new RtpPacket();
    private final byte[] buffer = new byte[1500];
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final long firstTimestamp = ThreadLocalRandom.current().nextInt() & 0xffffffffL;
    private int sequenceNumber = ThreadLocalRandom.current().nextInt(1 << 16);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong keyFrames = new AtomicLong();
    private long frame;
    private int part;
    private volatile boolean closed;

    ClipTrack(RtpSink to, MediaClip clip, long nowNanos) {
        this.to = to;
        this.clip = clip;
        startNanos = clip.beginNanos(nowNanos);
        frame = firstFrame((nowNanos - startNanos) / clip.frameNanos() + 1);
    }

    /** Video begins with a key frame, like that of a browser. */
    private long firstFrame(long next) {
        int count = clip.frames().size();
        long first = next;
        while (codec() != Codec.OPUS
                && first < next + count
                && !clip.frames().get((int) (first % count)).keyFrame()) {
            first++;
        }
        return first;
    }

    @Override
    public Codec codec() {
        return clip.codec();
    }

    @Override
    public long sent() {
        return sent.get();
    }

    @Override
    public long keyFrames() {
        return keyFrames.get();
    }

    @Override
    public void requestKeyFrame() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public long nextNanos() {
        return startNanos + frame * clip.frameNanos();
    }

    @Override
    public boolean send(long nowNanos) {
        if (closed) {
            return false;
        }
        MediaClip.Frame current = clip.frames().get((int) (frame % clip.frames().size()));
        byte[] payload = current.payloads().get(part);
        boolean last = part == current.payloads().size() - 1;
        keyFrames.addAndGet(part == 0 && current.keyFrame() ? 1 : 0);
        long timestamp = firstTimestamp + Math.round(frame * clip.frameNanos() / 1e9 * codec().clockRate());
        RtpPacket.writeFixedHeader(
                buffer, 0, last && codec() != Codec.OPUS, 96, sequenceNumber++, timestamp, ssrc, false);
        System.arraycopy(payload, 0, buffer, RtpPacket.FIXED_HEADER_LENGTH, payload.length);
        if (!packet.wrap(buffer, 0, RtpPacket.FIXED_HEADER_LENGTH + payload.length)) {
            throw new IllegalStateException("not an RTP packet");
        }
        // A packet counts as captured when it was due, even if this thread sends it later.
        to.onPacket(packet, nextNanos());
        if (sent.getAndIncrement() == 0) {
            // Like browsers: the clock is the camera's, and not that of a thread that may be late. A sender that
            // follows another
            // source knows how to count on from the first packet.
            to.onSenderReport(NtpTime.ofNanoTime(nextNanos()), timestamp & 0xffffffffL);
        }
        part = last ? 0 : part + 1;
        frame += last ? 1 : 0;
        return true;
    }
}
