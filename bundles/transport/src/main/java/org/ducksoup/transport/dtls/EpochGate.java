package org.ducksoup.transport.dtls;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps back a client's ChangeCipherSpec, and what follows it, until its CertificateVerify is here. Records may get lost or overtake
 * each other (RFC 6347 section 3.2), but the library enters the new epoch as soon as it is told to, takes no message of the old one
 * after that, and waits in vain for one that is sent again (bcgit/bc-java#229). Anybody could hold up a handshake with 14 bytes.
 */
final class EpochGate {
    private static final int CERTIFICATE_VERIFY = 15;

    /** Two flights of a client that sends each record by itself. */
    private static final int MAX_HELD = 4;

    private final Queue<byte[]> held = new ArrayDeque<>();
    private final BitSet seen = new BitSet();
    private boolean open;

    /**
     * Takes the next datagram.
     *
     * @return what of it the library may see now: all, the records before the first that has to wait, or null
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

    /** What had to wait and need not any more, in the order it came, or null. */
    byte @Nullable [] released() {
        return open ? held.poll() : null;
    }

    private void hold(byte[] records) {
        // What does not fit is sent again, with the rest of its flight.
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
