package org.ducksoup.rtp;

/**
 * A reusable view of one RTP packet inside a byte array (RFC 3550 section 5.1, RFC 8285).
 *
 * <p>{@link #wrap} aims it at a packet; the other methods read and change the bytes in place. Nothing is copied and nothing
 * is allocated, so one instance serves all packets of a thread. It is not thread-safe, and whoever owns the array decides how
 * long the view is good. Before the first successful {@code wrap}, and after one that returned false, the view is unusable:
 * reading a field throws {@link IndexOutOfBoundsException}.
 */
public final class RtpPacket {

    /** Bytes before the list of contributing sources. */
    public static final int FIXED_HEADER_LENGTH = 12;

    private static final byte[] NOTHING = new byte[0];
    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;

    private byte[] buffer = NOTHING;
    private int offset;
    private int length;
    private int headerLength;
    private int paddingLength;
    private int extensionStart;
    private int extensionEnd;
    /** 1 or 2 as in the names of RFC 8285's two forms; 0 for no extension block, or one of another profile. */
    private int elementHeaderLength;

    /**
     * Aims this view at a packet. RTCP is not told apart here (see {@link PacketType}), and elements inside the extension
     * block are only looked at when asked for.
     *
     * @param buffer holds the packet; kept, not copied
     * @param offset index of the packet's first byte
     * @param length number of its bytes
     * @return false, with the view unusable, if this is no well-formed RTP packet: version 2, and contributing sources,
     *     extension block and padding within the length. Never throws, whatever the bytes or the bounds.
     */
    public boolean wrap(byte[] buffer, int offset, int length) {
        reset();
        if (offset < 0 || length < FIXED_HEADER_LENGTH || length > buffer.length - offset) {
            return false;
        }
        int first = buffer[offset] & 0xff;
        if (first >> 6 != 2) {
            return false;
        }
        int header = FIXED_HEADER_LENGTH + 4 * (first & 0x0f);
        if ((first & 0x10) != 0) {
            if (header + 4 > length) {
                return false;
            }
            int block = offset + header;
            header += 4 + 4 * unsigned16(buffer, block + 2);
            useExtensions(unsigned16(buffer, block), block + 4, offset + header);
        }
        int padding = (first & 0x20) != 0 ? buffer[offset + length - 1] & 0xff : 0;
        boolean emptyPadding = (first & 0x20) != 0 && padding == 0;
        if (header > length || padding > length - header || emptyPadding) {
            reset();
            return false;
        }
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.headerLength = header;
        this.paddingLength = padding;
        return true;
    }

    private void useExtensions(int profile, int start, int end) {
        extensionStart = start;
        extensionEnd = end;
        if (profile == ONE_BYTE_PROFILE) {
            elementHeaderLength = 1;
        } else if ((profile & 0xfff0) == TWO_BYTE_PROFILE) {
            elementHeaderLength = 2;
        }
    }

    private void reset() {
        buffer = NOTHING;
        offset = 0;
        length = 0;
        headerLength = 0;
        paddingLength = 0;
        extensionStart = 0;
        extensionEnd = 0;
        elementHeaderLength = 0;
    }

    /** The array this view looks into; empty while the view is unusable. */
    public byte[] buffer() {
        return buffer;
    }

    /** Index of the packet's first byte in {@link #buffer}. */
    public int offset() {
        return offset;
    }

    /** Bytes of the whole packet, padding included. */
    public int length() {
        return length;
    }

    /** 0 to 127. */
    public int payloadType() {
        return buffer[offset + 1] & 0x7f;
    }

    /** Writes the lowest 7 bits of the value and leaves the marker alone. */
    public void payloadType(int value) {
        buffer[offset + 1] = (byte) ((buffer[offset + 1] & 0x80) | (value & 0x7f));
    }

    /** For video usually the last packet of a frame, for audio the first after a silence (RFC 3551 section 4.1). */
    public boolean marker() {
        return (buffer[offset + 1] & 0x80) != 0;
    }

    /** 0 to 65535. */
    public int sequenceNumber() {
        return unsigned16(buffer, offset + 2);
    }

    /** Writes the lowest 16 bits of the value. */
    public void sequenceNumber(int value) {
        put16(buffer, offset + 2, value);
    }

    /** Media time in units of the codec's clock rate, 0 to 2^32-1. */
    public long timestamp() {
        return int32(buffer, offset + 4) & 0xffffffffL;
    }

    /** Writes the lowest 32 bits of the value. */
    public void timestamp(long value) {
        put32(buffer, offset + 4, (int) value);
    }

    /** The synchronisation source; all 32 bits are used, so it may be negative. */
    public int ssrc() {
        return int32(buffer, offset + 8);
    }

    /** Replaces the synchronisation source. */
    public void ssrc(int value) {
        put32(buffer, offset + 8, value);
    }

    /** Bytes of the fixed header, the contributing sources and the extension block together. */
    public int headerLength() {
        return headerLength;
    }

    /** Index of the payload's first byte in {@link #buffer}. */
    public int payloadOffset() {
        return offset + headerLength;
    }

    /** Bytes of the payload without padding; 0 for a packet that only probes the path. */
    public int payloadLength() {
        return length - headerLength - paddingLength;
    }

    /**
     * Finds a header extension element in the one-byte or the two-byte form (RFC 8285 sections 4.2 and 4.3).
     *
     * @param id the negotiated local identifier; the first element with it counts
     * @return index of its data in {@link #buffer}, -1 when absent or cut off by the end of the block
     */
    public int extensionOffset(int id) {
        if (id < 1 || elementHeaderLength == 0) {
            return -1;
        }
        int position = extensionStart;
        while (position < extensionEnd) {
            int first = buffer[position] & 0xff;
            int data = position + elementHeaderLength;
            if (first == 0) {
                position++;
                continue;
            }
            // RFC 8285 section 4.2: in the one-byte form identifier 15, or 0 with a length, ends the reading.
            boolean ends = elementHeaderLength == 1 && (first >> 4 == 15 || first >> 4 == 0);
            if (ends || data > extensionEnd || elementLength(data) > extensionEnd - data) {
                return -1;
            }
            if (id == (elementHeaderLength == 1 ? first >> 4 : first)) {
                return data;
            }
            position = data + elementLength(data);
        }
        return -1;
    }

    /**
     * Length of a header extension element.
     *
     * @param id the negotiated local identifier
     * @return bytes of its data: 1 to 16 in the one-byte form, 0 to 255 in the two-byte form, -1 when absent
     */
    public int extensionLength(int id) {
        int data = extensionOffset(id);
        return data < 0 ? -1 : elementLength(data);
    }

    /** In both forms the length stands in the byte before the data. */
    private int elementLength(int data) {
        int before = buffer[data - 1] & 0xff;
        return elementHeaderLength == 1 ? (before & 0x0f) + 1 : before;
    }

    /**
     * Writes the twelve bytes a packet begins with: version 2, no padding, no contributing sources (RFC 3550 section 5.1).
     *
     * @param buffer written to
     * @param offset index of the first byte written
     * @param marker the marker bit
     * @param payloadType lowest 7 bits count
     * @param sequenceNumber lowest 16 bits count
     * @param timestamp lowest 32 bits count
     * @param ssrc the synchronisation source
     * @param extension whether an extension block follows, see {@link HeaderExtensionWriter}
     * @throws IndexOutOfBoundsException if the array has no room
     */
    public static void writeFixedHeader(
            byte[] buffer,
            int offset,
            boolean marker,
            int payloadType,
            int sequenceNumber,
            long timestamp,
            int ssrc,
            boolean extension) {
        buffer[offset] = (byte) (extension ? 0x90 : 0x80);
        buffer[offset + 1] = (byte) ((marker ? 0x80 : 0) | (payloadType & 0x7f));
        put16(buffer, offset + 2, sequenceNumber);
        put32(buffer, offset + 4, (int) timestamp);
        put32(buffer, offset + 8, ssrc);
    }

    private static int unsigned16(byte[] bytes, int index) {
        return (bytes[index] & 0xff) << 8 | (bytes[index + 1] & 0xff);
    }

    private static int int32(byte[] bytes, int index) {
        return unsigned16(bytes, index) << 16 | unsigned16(bytes, index + 2);
    }

    private static void put16(byte[] bytes, int index, int value) {
        bytes[index] = (byte) (value >> 8);
        bytes[index + 1] = (byte) value;
    }

    private static void put32(byte[] bytes, int index, int value) {
        put16(bytes, index, value >> 16);
        put16(bytes, index + 2, value);
    }
}
