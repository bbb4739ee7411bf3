package org.ducksoup.sfu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ReceptionReport;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;

public final class FakeReceiver implements RtpReceiver {
    private final Codec codec;
    private final int ssrc;
    private final RtpPacket packet = new RtpPacket();
    private final byte[] bytes = new byte[112];
    private int sequenceNumber;
    RtpSink sink;
    public Runnable broken = () -> {};
    public final List<Bitrate> limits = new ArrayList<>();
    public Duration roundTripTime = Duration.ofMillis(100);
    public boolean hasLevels = true;
    public AudioLevelListener levels = (level, arrivalNanos) -> {};
    public int keyFrameRequests;
    public ReceptionReport statistics = new ReceptionReport(0, 0, 0, 0);

    public FakeReceiver(Codec codec, int ssrc) {
        this.codec = codec;
        this.ssrc = ssrc;
    }

    /** A packet with 100 bytes of payload, 20 ms after the one before. */
    public void packet() {
        sequenceNumber++;
        RtpPacket.writeFixedHeader(bytes, 0, true, 96, sequenceNumber, timestamp(), ssrc, false);
        packet.wrap(bytes, 0, bytes.length);
        sink.onPacket(packet, System.nanoTime());
    }

    /** The first packet of an H.264 key frame. */
    public void keyFrame() {
        bytes[RtpPacket.FIXED_HEADER_LENGTH] = 0x65;
        bytes[RtpPacket.FIXED_HEADER_LENGTH + 1] = (byte) 0x80;
        packet();
        bytes[RtpPacket.FIXED_HEADER_LENGTH] = 0;
    }

    /** The sequence number of the last packet. */
    public long timestamp() {
        return (long) sequenceNumber * codec.clockRate() / 50;
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
        return "track-" + ssrc;
    }

    @Override
    public boolean hasAudioLevel() {
        return hasLevels;
    }

    @Override
    public void listen(AudioLevelListener listener) {
        levels = listener;
    }

    @Override
    public void whenBroken(Runnable listener) {
        broken = listener;
    }

    @Override
    public void forwardTo(RtpSink newSink) {
        sink = newSink;
    }

    @Override
    public void requestKeyFrame() {
        keyFrameRequests++;
    }

    @Override
    public void limit(Bitrate rate) {
        limits.add(rate);
    }

    @Override
    public Duration roundTripTime() {
        return roundTripTime;
    }

    @Override
    public ReceptionReport statistics() {
        return statistics;
    }
}
