package org.ducksoup.transport.dtls;

import org.bouncycastle.tls.CipherSuite;

/**
 * Checks the headers of DTLS records. An invalid record must be dropped silently (RFC 6347 section 4.1.2.7). The
 * library drops a record that was not made with the keys, but treats one that is too short, or has an impossible
 * version, as a fatal error: one datagram under a participant's address would end the call.
 */
final class RecordHeaders {
    private static final int DTLS_1_0 = 0xfeff;
    private static final int DTLS_1_2 = 0xfefd;
    private static final int EXPLICIT_NONCE = 8;
    private static final int TAG = 16;

    /**
     * Least length of an encrypted record during a handshake, when the suite is not known yet: Finished, or an alert.
     */
    static final int MIN_IN_HANDSHAKE = EXPLICIT_NONCE + TAG;

    private RecordHeaders() {}

    /**
     * Least length of an encrypted record in bytes, with any suite that we use: all of them authenticate what they
     * encrypt.
     */
    static int shortest(int cipherSuite) {
        boolean implicit = cipherSuite == CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256;
        return implicit ? TAG : EXPLICIT_NONCE + TAG;
    }

    /**
     * Whether every record of a datagram has a known type and version (a ClientHello may say 1.0: RFC 6347 section
     * 4.2.1), and no encrypted record is shorter than this.
     */
    static boolean areSound(byte[] datagram, int shortest) {
        RecordCursor record = new RecordCursor(datagram);
        while (record.next()) {
            if (record.type() < RecordCursor.CHANGE_CIPHER_SPEC
                    || record.type() > RecordCursor.APPLICATION_DATA
                    || (record.version() != DTLS_1_0 && record.version() != DTLS_1_2)
                    || (record.isEncrypted() && record.length() < shortest)) {
                return false;
            }
        }
        return true;
    }
}
