package org.ducksoup.testkit.media;

import java.util.HexFormat;
import org.ducksoup.api.media.Codec;

/** Fills payloads so that their headers show frames and key frames. The pictures have no content. */
final class Packetizer {
    /** Constrained baseline, 640x480. */
    private static final byte[] H264_SPS = HexFormat.of().parseHex("6742e01f8c8d40501ed00f08846a");

    private static final byte[] H264_PPS = HexFormat.of().parseHex("68ce3c80");
    private static final byte FILL = 0x55;

    private Packetizer() {}

    /**
     * @param index of the packet in its frame
     * @param last whether the frame ends with it
     */
    static void fill(Codec codec, byte[] buffer, int offset, int length, boolean keyFrame, int index, boolean last) {
        java.util.Arrays.fill(buffer, offset, offset + length, FILL);
        switch (codec) {
            case OPUS -> buffer[offset] = 0x78; // CELT, 20 ms, mono, one frame (RFC 6716 section 3.1)
            case VP8 -> vp8(buffer, offset, keyFrame, index == 0);
            case H264 -> h264(buffer, offset, length, keyFrame, index, last);
        }
    }

    /** RFC 7741 section 4.2 and 4.3; RFC 6386 section 9.1. */
    private static void vp8(byte[] buffer, int offset, boolean keyFrame, boolean first) {
        if (!first) {
            buffer[offset] = 0x00;
        } else if (keyFrame) {
            byte[] header = {0x10, 0x10, 0x02, 0x00, (byte) 0x9d, 0x01, 0x2a, (byte) 0x80, 0x02, (byte) 0xe0, 0x01};
            System.arraycopy(header, 0, buffer, offset, header.length);
        } else {
            // The frame tag gives the length of the first partition. If it is longer than the frame, receivers do not
            // accept the frame.
            byte[] header = {0x10, 0x11, 0x02, 0x00};
            System.arraycopy(header, 0, buffer, offset, header.length);
        }
    }

    /** RFC 6184 section 5.7.1 and 5.8: a key frame is its parameter sets in one packet, then a slice in fragments. */
    private static void h264(byte[] buffer, int offset, int length, boolean keyFrame, int index, boolean last) {
        if (keyFrame && index == 0) {
            buffer[offset] = 0x78;
            int at = unit(buffer, offset + 1, H264_SPS);
            at = unit(buffer, at, H264_PPS);
            int rest = offset + length - at - 2;
            buffer[at] = (byte) (rest >> 8);
            buffer[at + 1] = (byte) rest;
            buffer[at + 2] = 0x0c; // filler data
            return;
        }
        buffer[offset] = 0x7c;
        int type = keyFrame ? 5 : 1;
        boolean begins = index == (keyFrame ? 1 : 0);
        buffer[offset + 1] = (byte) ((begins ? 0x80 : 0) | (last ? 0x40 : 0) | type);
    }

    private static int unit(byte[] buffer, int at, byte[] unit) {
        buffer[at] = 0;
        buffer[at + 1] = (byte) unit.length;
        System.arraycopy(unit, 0, buffer, at + 2, unit.length);
        return at + 2 + unit.length;
    }
}
