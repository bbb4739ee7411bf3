package org.ducksoup.gstreamer.wire;

/**
 * The layout of a frame: its length without these four bytes, one byte for its type, four for a medium's number in packets,
 * and the rest. Numbers are in network byte order.
 */
final class Frames {
    static final int LENGTH_BYTES = 4;
    /** A packet in has the instant of its arrival: type, medium, instant. */
    static final int PACKET_IN_HEADER = 1 + 4 + 8;
    /** Type, medium. */
    static final int PACKET_OUT_HEADER = 1 + 4;
    /** Type, medium, RTP timestamp, time. */
    static final int TIMING_BYTES = 1 + 4 + 8 + 8;

    /** Type, medium, level, instant. */
    static final int LEVEL_BYTES = 1 + 4 + 1 + 8;

    static final int MAX_FRAME = 1 << 20;
    /** The largest packet of UDP. */
    static final int MAX_PACKET = 65_535;

    static final byte PACKET_IN = 1;
    static final byte PACKET_OUT = 2;
    static final byte OVERDUE_OUT = 3;
    static final byte TIMING = 4;
    static final byte AUDIO_LEVEL = 5;
    /** Types from here on are those of {@link MessageCodec}. */
    static final byte FIRST_MESSAGE = 16;

    private Frames() {}
}
