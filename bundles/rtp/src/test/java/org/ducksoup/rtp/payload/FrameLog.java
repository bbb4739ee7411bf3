package org.ducksoup.rtp.payload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.ducksoup.rtp.HexText;
import org.ducksoup.rtp.RtpPacket;

/** Feeds an assembler with payloads written in hexadecimal, and keeps the frames. */
final class FrameLog implements FrameListener {
    static final long MILLI = 1_000_000;

    final List<String> frames = new ArrayList<>();
    final List<Long> timestamps = new ArrayList<>();
    final List<Boolean> keyFrames = new ArrayList<>();
    final List<Long> arrivals = new ArrayList<>();
    final FrameAssembler assembler;
    int sources;
    int ssrc = 7;
    long now;
    private final RtpPacket packet = new RtpPacket();

    FrameLog(Function<FrameListener, FrameAssembler> codec) {
        assembler = codec.apply(this);
    }

    @Override
    public void onFrame(byte[] data, int offset, int length, long rtpTimestamp, boolean keyFrame, long arrivalNanos) {
        frames.add(HexFormat.of().formatHex(data, offset, offset + length));
        timestamps.add(rtpTimestamp);
        keyFrames.add(keyFrame);
        arrivals.add(arrivalNanos);
        // The frame's bytes are lent, so they are copied.
        Arrays.fill(data, offset, offset + length, (byte) 0xee);
    }

    @Override
    public void onNewSource() {
        sources++;
    }

    FrameLog send(int sequence, long timestamp, boolean marker, String payload) {
        return send(sequence, timestamp, marker, HexText.bytes(payload));
    }

    /** One packet, a millisecond after the one before. */
    FrameLog send(int sequence, long timestamp, boolean marker, byte[] payload) {
        byte[] bytes = new byte[12 + payload.length];
        RtpPacket.writeFixedHeader(bytes, 0, marker, 96, sequence, timestamp, ssrc, false);
        System.arraycopy(payload, 0, bytes, 12, payload.length);
        if (!packet.wrap(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException("no packet");
        }
        now += MILLI;
        assembler.accept(packet, now);
        return this;
    }

    static String withoutSpaces(String text) {
        return text.replace(" ", "");
    }
}
