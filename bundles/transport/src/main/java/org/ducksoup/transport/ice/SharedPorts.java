package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ducksoup.transport.host.SocketBuffer;
import org.ducksoup.transport.udp.SendGate;
import org.ducksoup.transport.udp.UdpAddress;
import org.ice4j.ice.harvest.CandidateHarvester;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port on each local address, for all sessions, and the addresses that new sessions offer. A socket stays open when
 * its address goes: if the address comes back, sessions that use it go on. Changes are made by one thread at a time;
 * any thread may read.
 */
final class SharedPorts implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedPorts.class);

    /** Sockets of addresses that are gone. IPv6 addresses may change every day; the oldest sockets are closed then. */
    private static final int MAX_GONE = 8;

    private final int port;
    private final List<InetAddress> publicAddresses;
    private final SendGate gate;
    private final StunGuard guard;
    private final DroppedPackets dropped;
    private final Executor readers;

    /** In the order in which they were present last. */
    private final Map<InetAddress, SharedPort> sockets = new LinkedHashMap<>();

    private final Set<InetAddress> refused = new HashSet<>();
    /** Addresses as seen from outside, and the local address that each belongs to. */
    private final Map<InetAddress, InetAddress> reflexive = new LinkedHashMap<>();

    private Set<InetAddress> present = Set.of();
    private Collection<InetAddress> offeredLocally = List.of();
    private volatile List<SharedPort> harvesters = List.of();
    private volatile List<UdpAddress> offered = List.of();

    /** @param readers threads on which the ICE library reads */
    SharedPorts(
            int port,
            List<InetAddress> publicAddresses,
            SendGate gate,
            StunGuard guard,
            DroppedPackets dropped,
            Executor readers) {
        this.port = port;
        this.publicAddresses = List.copyOf(publicAddresses);
        this.gate = gate;
        this.guard = guard;
        this.dropped = dropped;
        this.readers = readers;
    }

    /** @throws IOException if the port cannot be opened on the address */
    synchronized void open(InetAddress address) throws IOException {
        int receiveBuffer = Integer.getInteger(SocketBuffer.ASKED, 0);
        InetSocketAddress local = new InetSocketAddress(address, port);
        sockets.put(address, new SharedPort(local, receiveBuffer, gate, guard, dropped, readers));
    }

    /**
     * Opens the port on addresses that are new. One that cannot be opened yet (IPv6 checks for duplicates first) is
     * tried again at the next call.
     *
     * @param addresses of this machine
     * @param toOffer those of them that clients are offered
     */
    synchronized void follow(Collection<InetAddress> addresses, Collection<InetAddress> toOffer) {
        for (InetAddress address : addresses) {
            SharedPort known = sockets.remove(address);
            if (known != null) {
                sockets.put(address, known);
            } else {
                tryToOpen(address);
            }
        }
        present = new HashSet<>(addresses);
        present.retainAll(sockets.keySet());
        reflexive.values().retainAll(present);
        refused.retainAll(addresses);
        offeredLocally = List.copyOf(toOffer);
        closeOldest();
        publish();
    }

    private void tryToOpen(InetAddress address) {
        try {
            open(address);
            refused.remove(address);
        } catch (IOException e) {
            if (refused.add(address)) {
                LOGGER.warn(
                        "UDP port {} cannot be opened on {} yet: {}", port, address.getHostAddress(), e.getMessage());
            }
        }
    }

    private void closeOldest() {
        List<InetAddress> gone =
                sockets.keySet().stream().filter(a -> !present.contains(a)).toList();
        for (InetAddress address : gone.subList(0, Math.max(0, gone.size() - MAX_GONE))) {
            SharedPort socket = sockets.remove(address);
            if (socket != null) {
                socket.close();
            }
        }
    }

    /** @return false if the address is announced already */
    synchronized boolean announce(InetAddress mapped, InetAddress local) {
        boolean known = offered.stream().anyMatch(a -> a.address().equals(mapped));
        if (!known) {
            reflexive.put(mapped, local);
            publish();
        }
        return !known;
    }

    private void publish() {
        harvesters = List.copyOf(sockets.values());
        List<UdpAddress> all = new ArrayList<>();
        for (InetAddress address : offeredLocally) {
            SharedPort socket = sockets.get(address);
            if (socket != null) {
                all.add(new UdpAddress(address, socket.getLocalAddress().getPort()));
            }
        }
        publicAddresses.stream()
                .filter(address -> !offeredLocally.contains(address))
                .forEach(address -> all.add(new UdpAddress(address, port)));
        reflexive.forEach((mapped, local) -> {
            SharedPort socket = sockets.get(local);
            if (socket != null) {
                all.add(new UdpAddress(mapped, socket.getLocalAddress().getPort(), true));
            }
        });
        offered = List.copyOf(all);
    }

    /** Addresses by which this machine is reached from outside, as the operator says. */
    List<InetAddress> publicAddresses() {
        return publicAddresses;
    }

    /** Whether a STUN server has seen this machine by an address that is none of its own. */
    synchronized boolean isSeenFromOutside() {
        return !reflexive.isEmpty();
    }

    /** The present local addresses on which the port is open. */
    synchronized List<UdpAddress> listening() {
        return sockets.entrySet().stream()
                .filter(socket -> present.contains(socket.getKey()))
                .map(socket -> new UdpAddress(
                        socket.getKey(), socket.getValue().getLocalAddress().getPort()))
                .toList();
    }

    Set<Integer> ports() {
        return harvesters.stream()
                .map(socket -> socket.getLocalAddress().getPort())
                .collect(Collectors.toSet());
    }

    /** Those that give a session its candidates. */
    List<CandidateHarvester> harvesters(IceListener listener) {
        return harvesters.stream().map(port -> port.harvester(listener)).toList();
    }

    /** The number of remote addresses from which packets are taken. */
    int remoteAddresses() {
        return harvesters.stream().mapToInt(SharedPort::remoteAddresses).sum();
    }

    List<UdpAddress> offered() {
        return offered;
    }

    @Override
    public synchronized void close() {
        sockets.values().forEach(SharedPort::close);
    }
}
