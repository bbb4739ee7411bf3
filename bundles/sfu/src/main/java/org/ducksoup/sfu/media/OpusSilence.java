package org.ducksoup.sfu.media;

import org.ducksoup.rtp.RtpPacket;

/**
 * Packets of silence in place of others, with the same numbers and times: receivers neither miss something nor fill a gap. On
 * the thread that brings the packets.
 */
final class OpusSilence {
    /** 20 ms of silence, mono (RFC 6716 section 3.1: CELT, full band, one frame). */
    private static final byte[] FRAME = {(byte) 0xf8, (byte) 0xff, (byte) 0xfe};

    private final byte[] bytes = new byte[RtpPacket.FIXED_HEADER_LENGTH + FRAME.length];
    private final RtpPacket packet = new RtpPacket();

    RtpPacket instead(RtpPacket of) {
        RtpPacket.writeFixedHeader(
                bytes, 0, of.marker(), of.payloadType(), of.sequenceNumber(), of.timestamp(), of.ssrc(), false);
        System.arraycopy(FRAME, 0, bytes, RtpPacket.FIXED_HEADER_LENGTH, FRAME.length);
        packet.wrap(bytes, 0, bytes.length);
        return packet;
    }
}
