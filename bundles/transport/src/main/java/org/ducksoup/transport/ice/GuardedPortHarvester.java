package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ice4j.TransportAddress;
import org.ice4j.ice.harvest.SinglePortUdpHarvester;
import org.ice4j.util.Buffer;
import org.ice4j.util.BufferHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library's one port for all sessions. By itself it opens to anybody who names a session; here the password has to
 * be proved.
 */
final class GuardedPortHarvester extends SinglePortUdpHarvester {
    private static final Logger LOGGER = LoggerFactory.getLogger(GuardedPortHarvester.class);

    private final StunGuard guard;
    private final DroppedPackets dropped;
    private final Set<MySocket> open = ConcurrentHashMap.newKeySet();

    /** The latest socket. Sockets are made by the receive thread alone. */
    private @Nullable MySocket made;

    GuardedPortHarvester(TransportAddress address, StunGuard guard, DroppedPackets dropped) throws IOException {
        super(address);
        this.guard = guard;
        this.dropped = dropped;
    }

    /** All sockets are made here, one for each remote address. */
    @Override
    protected MySocket addSocket(InetSocketAddress remote, String ufrag, BufferHandler handler) throws SocketException {
        MySocket socket = super.addSocket(remote, ufrag, handler);
        open.removeIf(MySocket::isClosed);
        open.add(socket);
        made = socket;
        return socket;
    }

    /** The number of remote addresses from which packets are taken. */
    int remoteAddresses() {
        open.removeIf(MySocket::isClosed);
        return open.size();
    }

    /** Called for the first datagram of an unknown address; returning null drops it. */
    @Override
    protected @Nullable MySocket maybeAcceptNewSession(Buffer buffer, InetSocketAddress remote, String ufrag) {
        try {
            boolean welcome = guard.isAuthentic(buffer.getBuffer(), buffer.getOffset(), buffer.getLength())
                    && guard.admitsAddress(ufrag);
            return welcome ? accept(buffer, remote, ufrag) : null;
        } catch (RuntimeException | OutOfMemoryError e) {
            // The machine may have no threads left, for instance. The library catches no such error, and the port would
            // receive nothing from then on.
            dropped.count(DropCause.HANDLER_FAILED);
            LOGGER.error("a new address of {} could not be taken", ufrag, e);
            return null;
        }
    }

    /**
     * The library makes the socket before it asks the session, which takes no address after it has failed or ended. A
     * socket that stayed would have no reader, and would hold the address for good: packets from there would reach no
     * session any more, not even the one of an ICE restart.
     */
    private @Nullable MySocket accept(Buffer buffer, InetSocketAddress remote, String ufrag) {
        MySocket accepted = null;
        made = null;
        try {
            accepted = super.maybeAcceptNewSession(buffer, remote, ufrag);
            return accepted;
        } finally {
            MySocket unused = made;
            if (accepted == null) {
                guard.giveBackAddress(ufrag);
                if (unused != null) {
                    unused.close();
                }
            }
        }
    }
}
