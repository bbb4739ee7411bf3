package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.rtp.PacketType;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ducksoup.transport.udp.Remote;
import org.ducksoup.transport.udp.SendGate;
import org.ducksoup.transport.udp.UdpSocket;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Component;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.CandidateHarvester;
import org.ice4j.ice.harvest.HarvestStatistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port at one local address, for all sessions. The ICE library reads and sends STUN through it; media passes the
 * library by. A remote address is taken only after a binding request from there has proved a session's password.
 */
final class SharedPort implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedPort.class);

    private final StunGuard guard;
    private final DroppedPackets dropped;
    private final Executor readers;
    private final UdpSocket socket;
    private final TransportAddress local;
    private final Map<String, PortCandidate> candidates = new ConcurrentHashMap<>();
    private final AtomicInteger remoteAddresses = new AtomicInteger();

    /**
     * Opens the port, and a thread that reads from it.
     *
     * @param receiveBuffer bytes to ask the kernel for; 0 for its own choice
     * @param gate while it is closed, nothing is sent
     * @param readers threads on which the ICE library reads
     */
    SharedPort(
            InetSocketAddress address,
            int receiveBuffer,
            SendGate gate,
            StunGuard guard,
            DroppedPackets dropped,
            Executor readers)
            throws IOException {
        this.readers = readers;
        this.guard = guard;
        this.dropped = dropped;
        socket = UdpSocket.open(address, receiveBuffer, gate);
        local = new TransportAddress(
                socket.localAddress().getAddress(), socket.localAddress().getPort(), Transport.UDP);
        DaemonThreads.start("ducksoup-udp-" + local.getPort(), () -> socket.run(new Incoming()));
    }

    TransportAddress getLocalAddress() {
        return local;
    }

    /** The number of remote addresses from which packets are taken. */
    int remoteAddresses() {
        return remoteAddresses.get();
    }

    /** Gives one session this port as its candidate. */
    CandidateHarvester harvester(IceListener listener) {
        return new Harvester(listener);
    }

    private final class Harvester implements CandidateHarvester {
        private final IceListener listener;
        private final HarvestStatistics statistics = new HarvestStatistics();

        Harvester(IceListener listener) {
            this.listener = listener;
        }

        @Override
        public Collection<LocalCandidate> harvest(Component component) {
            String ufrag = component.getParentStream().getParentAgent().getLocalUfrag();
            PortCandidate candidate = new PortCandidate(local, component, listener, () -> candidates.remove(ufrag));
            candidates.put(ufrag, candidate);
            component.addLocalCandidate(candidate);
            return List.of(candidate);
        }

        @Override
        public HarvestStatistics getHarvestStatistics() {
            return statistics;
        }

        @Override
        public boolean isHostHarvester() {
            return true;
        }
    }

    /** Serves all sessions, so that nothing of one session may end it. */
    private final class Incoming implements UdpSocket.Reader {
        @Override
        public void onDatagram(byte[] buffer, int offset, int length, Remote from) {
            if (!(from.owner() instanceof StunSocket owner)) {
                return;
            }
            if (PacketType.of(buffer, offset, length) == PacketType.STUN) {
                owner.add(buffer, offset, length, from.address());
                return;
            }
            try {
                owner.candidate().listener().onDatagram(buffer, offset, length, System.nanoTime());
            } catch (RuntimeException | LinkageError e) {
                // A bundle may be exchanged while its code is running.
                onFailedHandler(owner.candidate(), e);
            }
        }

        @Override
        public void onStranger(byte[] buffer, int offset, int length, InetSocketAddress from) {
            if (PacketType.of(buffer, offset, length) != PacketType.STUN) {
                return;
            }
            try {
                String ufrag = guard.authenticUfrag(buffer, offset, length);
                if (ufrag != null && guard.admitsAddress(ufrag)) {
                    take(buffer, offset, length, from, ufrag);
                }
            } catch (RuntimeException | OutOfMemoryError e) {
                // The machine may have no threads left, for instance.
                dropped.count(DropCause.HANDLER_FAILED);
                LOGGER.error("a new address could not be taken", e);
            }
        }
    }

    private void onFailedHandler(PortCandidate candidate, Throwable e) {
        dropped.count(DropCause.HANDLER_FAILED);
        if (!candidate.handlerFailed) {
            candidate.handlerFailed = true;
            LOGGER.error(
                    "a packet could not be handled; this is a bug of the server, and further ones are only counted", e);
        }
    }

    /**
     * A session takes no address after it has failed or ended. A socket that stayed would have no reader, and would hold
     * the address for good: packets from there would reach no session any more, not even the one of an ICE restart.
     */
    private void take(byte[] buffer, int offset, int length, InetSocketAddress from, String ufrag) {
        PortCandidate candidate = candidates.get(ufrag);
        StunSocket stun = null;
        boolean taken = false;
        try {
            if (candidate != null) {
                stun = open(from, candidate);
                // The message first: the session reads as soon as it has the socket.
                stun.add(buffer, offset, length, from);
                candidate.add(stun);
                taken = true;
            }
        } catch (IOException e) {
            LOGGER.debug("an address of {} is not taken: {}", ufrag, e.getMessage());
        } finally {
            if (!taken) {
                guard.giveBackAddress(ufrag);
                if (stun != null) {
                    stun.close();
                }
            }
        }
    }

    private StunSocket open(InetSocketAddress from, PortCandidate candidate) throws SocketException {
        AtomicBoolean counted = new AtomicBoolean(true);
        StunSocket opened = new StunSocket(socket, from, candidate, readers, () -> {
            if (counted.getAndSet(false)) {
                remoteAddresses.decrementAndGet();
            }
        });
        remoteAddresses.incrementAndGet();
        return opened;
    }

    @Override
    public void close() {
        socket.close();
    }
}
