package org.ducksoup.gstreamer.packet;

/** Two fields of the fixed header of RTP (RFC 3550 section 5.1), of a packet that is long enough. */
public final class Rtp {
    /** The fixed header (RFC 3550 section 5.1). */
    public static final int MIN_PACKET_BYTES = 12;

    private Rtp() {}

    /** 16 bits. */
    public static int sequence(byte[] packet, int offset) {
        return (packet[offset + 2] & 0xff) << 8 | (packet[offset + 3] & 0xff);
    }

    /** 32 bits. */
    static int timestamp(byte[] packet, int offset) {
        return (packet[offset + 4] & 0xff) << 24
                | (packet[offset + 5] & 0xff) << 16
                | (packet[offset + 6] & 0xff) << 8
                | (packet[offset + 7] & 0xff);
    }
}
