package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ice4j.TransportAddress;
import org.ice4j.ice.harvest.SinglePortUdpHarvester;
import org.ice4j.util.Buffer;
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

    GuardedPortHarvester(TransportAddress address, StunGuard guard, DroppedPackets dropped) throws IOException {
        super(address);
        this.guard = guard;
        this.dropped = dropped;
    }

    /** Called for the first datagram of an unknown address; returning null drops it. */
    @Override
    protected @Nullable MySocket maybeAcceptNewSession(Buffer buffer, InetSocketAddress remote, String ufrag) {
        try {
            boolean welcome = guard.isAuthentic(buffer.getBuffer(), buffer.getOffset(), buffer.getLength())
                    && guard.admitsAddress(ufrag);
            return welcome ? super.maybeAcceptNewSession(buffer, remote, ufrag) : null;
        } catch (RuntimeException | OutOfMemoryError e) {
            // The machine may have no threads left, for instance. The library catches no such error, and the port would
            // receive nothing from then on.
            dropped.count(DropCause.HANDLER_FAILED);
            LOGGER.error("a new address of {} could not be taken", ufrag, e);
            return null;
        }
    }
}
