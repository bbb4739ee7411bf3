package org.ducksoup.transport.dtls;

/**
 * Limits the length that a handshake message may announce. The library allocates the whole message as soon as it sees a
 * fragment of it (RFC 6347 section 4.2.3): up to 16 MB for each of 16 messages, from anybody.
 */
final class HandshakeLimit {
    /** Ten times the longest message of a browser, which is a certificate with its chain. */
    static final int MAX_MESSAGE = 16_384;

    private HandshakeLimit() {}

    /**
     * Whether no message in these records is too long. Encrypted records, at the end of a handshake, are not examined.
     */
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
