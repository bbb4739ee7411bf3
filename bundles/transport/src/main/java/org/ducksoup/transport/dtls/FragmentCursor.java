package org.ducksoup.transport.dtls;

/** Goes over the handshake messages, or fragments of them, in a record (RFC 6347 section 4.2.2). */
final class FragmentCursor {
    private static final int HEADER = 12;

    private final byte[] datagram;
    private final int limit;
    private int start;
    private int end;

    /** Before the first one. */
    FragmentCursor(byte[] datagram, int from, int limit) {
        this.datagram = datagram;
        this.limit = limit;
        end = from;
    }

    /** Whether there is another one; the others tell of it then. */
    boolean next() {
        if (end + HEADER > limit) {
            return false;
        }
        start = end;
        end = start + HEADER + length();
        return true;
    }

    int messageType() {
        return datagram[start] & 0xff;
    }

    /** Of the whole message, in bytes, as it is announced. */
    int messageLength() {
        return int24(start + 1);
    }

    /** Where in the message this fragment belongs. */
    int offset() {
        return int24(start + 6);
    }

    /** Of this fragment, as it is announced. */
    int length() {
        return int24(start + 9);
    }

    /** Whether all of it is here. */
    boolean isWhole() {
        return end <= limit;
    }

    private int int24(int at) {
        return RecordCursor.int16(datagram, at) << 8 | (datagram[at + 2] & 0xff);
    }
}
