package org.ducksoup.transport.ice;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may speak to the port: an address is known only once a binding request with valid integrity came from it (RFC 8445
 * section 7.3, RFC 8489 section 9.1). Nothing else from a stranger gets any further, and none of it is answered.
 */
final class StunGuard {
    /** Of one participant: every network interface and every relay may be one. Each costs a thread and a socket. */
    static final int MAX_ADDRESSES = 32;

    private final Map<String, SecretKeySpec> keys = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> addresses = new ConcurrentHashMap<>();
    private final DroppedPackets dropped;

    StunGuard(DroppedPackets dropped) {
        this.dropped = dropped;
    }

    void admit(String ufrag, String password) {
        addresses.put(ufrag, new AtomicInteger());
        keys.put(ufrag, StunIntegrity.key(password));
    }

    void forget(String ufrag) {
        keys.remove(ufrag);
        addresses.remove(ufrag);
    }

    /** Whether this is a whole binding request, made with the password of one of our sessions. Never throws. */
    boolean isAuthentic(byte[] buffer, int offset, int length) {
        boolean authentic = StunIntegrity.isAuthenticRequest(buffer, offset, length, keys::get);
        if (!authentic) {
            dropped.count(DropCause.STUN_STRANGER);
        }
        return authentic;
    }

    /** Whether this session may have one more address; it has it then. */
    boolean admitsAddress(String ufrag) {
        AtomicInteger count = addresses.get(ufrag);
        boolean admits = count != null && count.incrementAndGet() <= MAX_ADDRESSES;
        if (!admits) {
            dropped.count(DropCause.STUN_ADDRESSES);
        }
        return admits;
    }

    /** A datagram could not be handled, and the thread that serves everybody goes on. */
    void failed() {
        dropped.count(DropCause.HANDLER_FAILED);
    }
}
