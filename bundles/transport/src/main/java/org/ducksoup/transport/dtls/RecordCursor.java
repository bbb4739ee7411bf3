package org.ducksoup.transport.dtls;

/**
 * Iterates over the records of a datagram (RFC 6347 section 4.1). A truncated last record counts with the bytes that
 * are there.
 */
final class RecordCursor {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    private static final int HEADER = 13;

    private final byte[] datagram;
    private int start;
    private int end;

    /** Positioned before the first record. */
    RecordCursor(byte[] datagram) {
        this.datagram = datagram;
    }

    /** Moves to the next record; the other methods describe it then. False if there is none. */
    boolean next() {
        if (end + HEADER > datagram.length) {
            return false;
        }
        start = end;
        end = Math.min(datagram.length, start + HEADER + int16(datagram, start + 11));
        return true;
    }

    /** Where the record begins in the datagram. */
    int start() {
        return start;
    }

    int type() {
        return datagram[start] & 0xff;
    }

    int version() {
        return int16(datagram, start + 1);
    }

    /** Whether the record belongs to a later epoch than the first, which has no keys. */
    boolean isEncrypted() {
        return int16(datagram, start + 3) != 0;
    }

    /** Length of the record's payload in bytes. */
    int length() {
        return end - start - HEADER;
    }

    /** The payload of a handshake record, if it is not encrypted. */
    FragmentCursor fragments() {
        return new FragmentCursor(datagram, start + HEADER, end);
    }

    static int int16(byte[] b, int at) {
        return (b[at] & 0xff) << 8 | (b[at + 1] & 0xff);
    }
}
