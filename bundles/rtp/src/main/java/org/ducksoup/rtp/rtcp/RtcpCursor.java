package org.ducksoup.rtp.rtcp;

import java.nio.charset.StandardCharsets;

/** Reads big-endian fields and never beyond its end: what is missing there is a {@link MalformedRtcpException}. */
final class RtcpCursor {

    private final byte[] buffer;
    private int position;
    private int end;

    RtcpCursor(byte[] buffer, int position, int end) {
        this.buffer = buffer;
        this.position = position;
        this.end = end;
    }

    /** Another cursor with this one's position and end. */
    RtcpCursor fork() {
        return new RtcpCursor(buffer, position, end);
    }

    /** A cursor over the next bytes, which this one skips. */
    RtcpCursor slice(int length) throws MalformedRtcpException {
        int start = advance(length);
        return new RtcpCursor(buffer, start, start + length);
    }

    /** Takes off padding, whose last byte counts it (RFC 3550 section 6.4.1). Not all senders keep to multiples of four. */
    void stripPadding() throws MalformedRtcpException {
        int padding = remaining() == 0 ? 0 : buffer[end - 1] & 0xff;
        if (padding == 0 || padding > remaining()) {
            throw new MalformedRtcpException("padding longer than the packet, or of no length");
        }
        end -= padding;
    }

    int remaining() {
        return end - position;
    }

    int position() {
        return position;
    }

    void skip(int length) throws MalformedRtcpException {
        advance(length);
    }

    int unsigned8() throws MalformedRtcpException {
        return buffer[advance(1)] & 0xff;
    }

    int unsigned16() throws MalformedRtcpException {
        int start = advance(2);
        return (buffer[start] & 0xff) << 8 | (buffer[start + 1] & 0xff);
    }

    int signed16() throws MalformedRtcpException {
        return (short) unsigned16();
    }

    int signed24() throws MalformedRtcpException {
        int start = advance(3);
        return buffer[start] << 16 | (buffer[start + 1] & 0xff) << 8 | (buffer[start + 2] & 0xff);
    }

    int int32() throws MalformedRtcpException {
        return unsigned16() << 16 | unsigned16();
    }

    long unsigned32() throws MalformedRtcpException {
        return int32() & 0xffffffffL;
    }

    long int64() throws MalformedRtcpException {
        return unsigned32() << 32 | unsigned32();
    }

    String text(int length) throws MalformedRtcpException {
        return new String(buffer, advance(length), length, StandardCharsets.UTF_8);
    }

    private int advance(int length) throws MalformedRtcpException {
        if (length > remaining()) {
            throw new MalformedRtcpException("a field lies beyond the end of the packet");
        }
        int start = position;
        position += length;
        return start;
    }
}
