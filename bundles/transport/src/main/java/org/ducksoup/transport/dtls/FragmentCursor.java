package org.ducksoup.transport.dtls;

/** Iterates over the handshake messages, or their fragments, in a record (RFC 6347 section 4.2.2). */
final class FragmentCursor {
    private static final int HEADER = 12;

    private final byte[] datagram;
    private final int limit;
    private int start;
    private int end;

    /** Positioned before the first fragment. */
    FragmentCursor(byte[] datagram, int from, int limit) {
        this.datagram = datagram;
        this.limit = limit;
        end = from;
    }

    /** Moves to the next fragment; the other methods describe it then. False if there is none. */
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

    /** The announced length of the whole message in bytes. */
    int messageLength() {
        return int24(start + 1);
    }

    /** Offset of this fragment in the message. */
    int offset() {
        return int24(start + 6);
    }

    /** The announced length of this fragment. */
    int length() {
        return int24(start + 9);
    }

    /** Whether the fragment is complete. */
    boolean isWhole() {
        return end <= limit;
    }

    private int int24(int at) {
        return RecordCursor.int16(datagram, at) << 8 | (datagram[at + 2] & 0xff);
    }
}
