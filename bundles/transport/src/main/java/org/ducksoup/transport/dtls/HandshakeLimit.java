package org.ducksoup.transport.dtls;

/**
 * What a handshake message may announce. The library makes room for the whole of a message as soon as it sees a fragment of it
 * (RFC 6347 section 4.2.3), up to 16 MB for each of 16 messages, and believes everybody.
 */
final class HandshakeLimit {
    /** Longer than the longest of a browser, a certificate with a chain, by an order of magnitude. */
    static final int MAX_MESSAGE = 16_384;

    private HandshakeLimit() {}

    /** Whether no message in these records is too long; encrypted ones, at the end of a handshake, are not looked into. */
    static boolean allows(byte[] datagram) {
        RecordCursor record = new RecordCursor(datagram);
        while (record.next()) {
            if (record.type() == RecordCursor.HANDSHAKE && !record.isEncrypted() && !allows(record.fragments())) {
                return false;
            }
        }
        return true;
    }

    private static boolean allows(FragmentCursor fragment) {
        while (fragment.next()) {
            if (fragment.messageLength() > MAX_MESSAGE) {
                return false;
            }
        }
        return true;
    }
}
