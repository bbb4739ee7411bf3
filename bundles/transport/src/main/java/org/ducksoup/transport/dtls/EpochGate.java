package org.ducksoup.transport.dtls;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Holds back a client's ChangeCipherSpec, and everything after it, until the client's CertificateVerify has arrived.
 * Records may get lost or overtake each other (RFC 6347 section 3.2). The library enters the new epoch with the
 * ChangeCipherSpec, accepts no message of the old epoch after that, and then waits in vain for a CertificateVerify that
 * is sent again (bcgit/bc-java#229). Without this gate anybody could hold up a handshake with 14 bytes.
 */
final class EpochGate {
    private static final int CERTIFICATE_VERIFY = 15;

    /** Room for two flights of a client that sends each record in a datagram of its own. */
    private static final int MAX_HELD = 4;

    private final Queue<byte[]> held = new ArrayDeque<>();
    private final BitSet seen = new BitSet();
    private boolean open;

    /**
     * Accepts the next datagram.
     *
     * @return the part that the library may see now: all of it, the records before the first one that has to wait,
     *     or null
     */
    byte @Nullable [] pass(byte[] datagram) {
        RecordCursor record = new RecordCursor(datagram);
        while (!open && record.next()) {
            if (record.isEncrypted() || record.type() == RecordCursor.CHANGE_CIPHER_SPEC) {
                hold(Arrays.copyOfRange(datagram, record.start(), datagram.length));
                return record.start() == 0 ? null : Arrays.copyOf(datagram, record.start());
            }
            if (record.type() == RecordCursor.HANDSHAKE) {
                look(record.fragments());
            }
        }
        return datagram;
    }

    /** The datagrams that need not wait any more, in order of arrival, or null. */
    byte @Nullable [] released() {
        return open ? held.poll() : null;
    }

    private void hold(byte[] records) {
        // A datagram that does not fit is dropped. The client sends it again, with the rest of its flight.
        if (held.size() < MAX_HELD) {
            held.add(records);
        }
    }

    private void look(FragmentCursor fragment) {
        while (!open && fragment.next()) {
            int end = fragment.offset() + fragment.length();
            if (fragment.messageType() == CERTIFICATE_VERIFY
                    && fragment.isWhole()
                    && end <= Math.min(fragment.messageLength(), HandshakeLimit.MAX_MESSAGE)) {
                seen.set(fragment.offset(), end);
                open = seen.nextClearBit(0) >= fragment.messageLength();
            }
        }
    }
}
