package org.ducksoup.transport.dtls;

/**
 * What a handshake message may announce. The library makes room for the whole of a message as soon as it sees a fragment of it
 * (RFC 6347 section 4.2.3), up to 16 MB for each of 16 messages, and believes everybody.
 */
final class HandshakeLimit {
    /** Longer than the longest of a browser, a certificate with a chain, by an order of magnitude. */
    static final int MAX_MESSAGE = 16_384;

    private static final int RECORD_HEADER = 13;
    private static final int FRAGMENT_HEADER = 12;
    private static final int HANDSHAKE = 22;

    private HandshakeLimit() {}

    /** Whether no message in these records is too long; encrypted ones, at the end of a handshake, are not looked into. */
    static boolean allows(byte[] datagram) {
        int at = 0;
        while (at + RECORD_HEADER <= datagram.length) {
            int body = at + RECORD_HEADER;
            int end = Math.min(datagram.length, body + int16(datagram, at + 11));
            boolean plain = int16(datagram, at + 3) == 0;
            if (datagram[at] == HANDSHAKE && plain && !allowsFragments(datagram, body, end)) {
                return false;
            }
            at = end;
        }
        return true;
    }

    private static boolean allowsFragments(byte[] datagram, int from, int end) {
        int at = from;
        while (at + FRAGMENT_HEADER <= end) {
            if (int24(datagram, at + 1) > MAX_MESSAGE) {
                return false;
            }
            at += FRAGMENT_HEADER + int24(datagram, at + 9);
        }
        return true;
    }

    static int int16(byte[] b, int at) {
        return (b[at] & 0xff) << 8 | (b[at + 1] & 0xff);
    }

    private static int int24(byte[] b, int at) {
        return int16(b, at) << 8 | (b[at + 2] & 0xff);
    }
}
