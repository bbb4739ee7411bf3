package org.ducksoup.recording;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.recording.matroska.NalUnits;
import org.ducksoup.rtp.RtpPacket;

/** @param arrivalNanos on the timeline */
record Packet(Codec codec, byte[] bytes, long arrivalNanos) {
    private static final int MTU = 1100;
    static final long NETWORK_NANOS = 20_000_000;

    Packet arriving(long nanos) {
        return new Packet(codec, bytes, nanos);
    }

    int sequence() {
        return (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    }

    /** The packets of a clip, each frame of which is captured at its time after the begin. */
    static List<Packet> of(Clip clip, long beginNanos, int firstSequence, long firstTimestamp) {
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < clip.frames().size(); i++) {
            byte[] frame = clip.frames().get(i);
            List<byte[]> payloads =
                    switch (clip.codec()) {
                        case OPUS -> List.of(frame);
                        case VP8 -> vp8(frame, i);
                        case H264 -> h264(frame);
                    };
            long captured = i * clip.frameNanos();
            long timestamp =
                    firstTimestamp + Math.round(captured / 1e9 * clip.codec().clockRate());
            for (int j = 0; j < payloads.size(); j++) {
                byte[] payload = payloads.get(j);
                byte[] bytes = new byte[12 + payload.length];
                boolean marker = j == payloads.size() - 1 && clip.codec() != Codec.OPUS;
                RtpPacket.writeFixedHeader(
                        bytes,
                        0,
                        marker,
                        96,
                        firstSequence + packets.size(),
                        timestamp,
                        clip.codec().ordinal(),
                        false);
                System.arraycopy(payload, 0, bytes, 12, payload.length);
                packets.add(new Packet(clip.codec(), bytes, beginNanos + captured + NETWORK_NANOS + j * 500_000L));
            }
        }
        return packets;
    }

    /** RFC 7741 with a picture identifier of two bytes, as browsers send it. */
    private static List<byte[]> vp8(byte[] frame, int picture) {
        List<byte[]> payloads = new ArrayList<>();
        for (int at = 0; at < frame.length; at += MTU) {
            int length = Math.min(MTU, frame.length - at);
            byte[] payload = new byte[4 + length];
            payload[0] = (byte) (at == 0 ? 0x90 : 0x80);
            payload[1] = (byte) 0x80;
            payload[2] = (byte) (0x80 | picture >> 8 & 0x7f);
            payload[3] = (byte) picture;
            System.arraycopy(frame, at, payload, 4, length);
            payloads.add(payload);
        }
        return payloads;
    }

    /** RFC 6184: small units alone, long ones in fragments. */
    private static List<byte[]> h264(byte[] frame) {
        NalUnits units = new NalUnits();
        units.convert(frame, frame.length);
        List<byte[]> payloads = new ArrayList<>();
        int at = 0;
        while (at < units.length()) {
            byte[] b = units.bytes();
            int length = (b[at] & 0xff) << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | (b[at + 3] & 0xff);
            addUnit(payloads, b, at + 4, length);
            at += 4 + length;
        }
        return payloads;
    }

    private static void addUnit(List<byte[]> payloads, byte[] bytes, int start, int length) {
        if (length <= MTU) {
            byte[] payload = new byte[length];
            System.arraycopy(bytes, start, payload, 0, length);
            payloads.add(payload);
            return;
        }
        for (int at = 1; at < length; at += MTU) {
            int part = Math.min(MTU, length - at);
            byte[] payload = new byte[2 + part];
            payload[0] = (byte) (bytes[start] & 0x60 | 28);
            payload[1] = (byte) (bytes[start] & 0x1f | (at == 1 ? 0x80 : 0) | (at + part == length ? 0x40 : 0));
            System.arraycopy(bytes, start + at, payload, 2, part);
            payloads.add(payload);
        }
    }
}
