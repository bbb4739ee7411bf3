package org.ducksoup.transport.ice;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.drop.DroppedPackets;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may send to the port. An address is known only after a binding request with valid integrity came from it
 * (RFC 8445 section 7.3, RFC 8489 section 9.1). Everything else from a stranger is dropped without an answer.
 */
final class StunGuard {
    /**
     * The most addresses of one session: every network interface and every relay of a participant may be one. Each
     * costs a socket and the library's memory of it, which come back when the session ends, because the library cannot
     * close one of them before. A participant whose address changes more often gets another session by an ICE restart.
     */
    static final int MAX_ADDRESSES = 32;

    private record Session(SecretKeySpec key, AtomicInteger addresses) {}

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final DroppedPackets dropped;

    StunGuard(DroppedPackets dropped) {
        this.dropped = dropped;
    }

    void admit(String ufrag, String password) {
        sessions.put(ufrag, new Session(StunIntegrity.key(password), new AtomicInteger()));
    }

    void forget(String ufrag) {
        sessions.remove(ufrag);
    }

    private @Nullable SecretKeySpec key(String ufrag) {
        Session session = sessions.get(ufrag);
        return session == null ? null : session.key;
    }

    /**
     * The user name fragment of the session that a binding request is for; null if it is none, or was not made with that
     * session's password. Never throws.
     */
    @Nullable
    String authenticUfrag(byte[] buffer, int offset, int length) {
        String[] asked = new String[1];
        boolean authentic = StunIntegrity.isAuthenticRequest(buffer, offset, length, ufrag -> {
            asked[0] = ufrag;
            return key(ufrag);
        });
        if (!authentic) {
            dropped.count(DropCause.STUN_STRANGER);
        }
        return authentic ? asked[0] : null;
    }

    /** Adds an address to a session; false if the session has too many. */
    boolean admitsAddress(String ufrag) {
        Session session = sessions.get(ufrag);
        boolean admits = session != null && session.addresses.getAndUpdate(StunGuard::oneMore) < MAX_ADDRESSES;
        if (!admits) {
            dropped.count(DropCause.STUN_ADDRESSES);
        }
        return admits;
    }

    private static int oneMore(int addresses) {
        return Math.min(addresses + 1, MAX_ADDRESSES);
    }

    /** Takes back {@link #admitsAddress}: the session could not take the address. */
    void giveBackAddress(String ufrag) {
        Session session = sessions.get(ufrag);
        if (session != null) {
            session.addresses.decrementAndGet();
        }
    }

    /** The number of sessions whose participants may send. */
    int sessions() {
        return sessions.size();
    }
}
