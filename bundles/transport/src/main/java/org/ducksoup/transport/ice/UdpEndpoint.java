package org.ducksoup.transport.ice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ducksoup.transport.host.InterfaceAddress;
import org.ducksoup.transport.host.OfferedAddresses;
import org.ducksoup.transport.udp.SendGate;
import org.ducksoup.transport.udp.UdpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Receives UDP. A server has one port on each local address for all its peer connections. The user name of its STUN
 * requests identifies a session, and after that the address from which the requests came.
 */
public final class UdpEndpoint implements AutoCloseable {
    /** The ICE library's work on one message takes microseconds and waits for nothing. */
    private static final int READERS = 2;

    private final DroppedPackets dropped = new DroppedPackets();
    private final SendGate gate = new SendGate();
    private final StunGuard guard = new StunGuard(dropped);
    private final SharedPorts ports;
    private final @Nullable InetAddress clientAddress;
    private final @Nullable OwnPorts ofClients;

    private final ExecutorService readers =
            Executors.newFixedThreadPool(READERS, DaemonThreads.numbered("ducksoup-stun"));

    private UdpEndpoint(int port, List<InetAddress> publicAddresses) {
        clientAddress = null;
        ofClients = null;
        ports = new SharedPorts(port, publicAddresses, gate, guard, dropped, readers);
    }

    private UdpEndpoint(InetAddress clientAddress, Duration nap) throws IOException {
        this.clientAddress = clientAddress;
        ofClients = new OwnPorts(clientAddress, readers, nap);
        ports = new SharedPorts(0, List.of(), gate, guard, dropped, readers);
    }

    /**
     * Opens one port for all sessions, as a server does. All addresses are offered.
     *
     * @param localAddresses to listen on
     * @param port 0 for any free one, another one on each address
     * @param publicAddresses announced besides the local ones, for a server behind a one-to-one NAT
     * @throws IOException if the port cannot be opened on one of the addresses; no port is open then
     */
    public static UdpEndpoint shared(List<InetAddress> localAddresses, int port, List<InetAddress> publicAddresses)
            throws IOException {
        UdpEndpoint endpoint = new UdpEndpoint(port, publicAddresses);
        try {
            for (InetAddress local : localAddresses) {
                endpoint.ports.open(local);
            }
        } catch (IOException e) {
            endpoint.close();
            throw new IOException("cannot open UDP port " + port + ": " + e.getMessage(), e);
        }
        endpoint.ports.follow(localAddresses, localAddresses);
        return endpoint;
    }

    /** Opens a port for each session, as a client does: a shared port cannot send the first packet. */
    public static UdpEndpoint perSession(InetAddress localAddress) {
        return perSession(localAddress, Duration.ZERO);
    }

    /**
     * The same for many clients that are on one machine with the server that they try.
     *
     * @param nap between two looks at the ports. A datagram that wakes a thread on another processor costs its sender
     *     several times what sending costs; a network card would not do that to a server. Zero to be woken
     * @throws UncheckedIOException if the system has no more files to open
     */
    public static UdpEndpoint perSession(InetAddress localAddress, Duration nap) {
        try {
            return new UdpEndpoint(localAddress, nap);
        } catch (IOException e) {
            throw new UncheckedIOException("no ports for clients", e);
        }
    }

    /** Begins an ICE session: controlling on a shared port, controlled on one of its own (RFC 8445 section 6.1.1). */
    public IceSession open(String name, IceListener listener) throws IOException {
        InetAddress own = clientAddress;
        OwnPorts clients = ofClients;
        if (own == null || clients == null) {
            return new IceSession(name, true, ports.harvesters(listener), ports::offered, guard, dropped, listener);
        }
        OwnPortHarvester harvester = new OwnPortHarvester(clients, own, listener);
        return new IceSession(
                name, false, List.of(harvester), () -> List.of(harvester.address()), guard, dropped, listener);
    }

    /**
     * Listens on these addresses from now on, and offers some of them to sessions that begin from now on. Sessions that
     * run go on.
     */
    void follow(Collection<InetAddress> addresses, Collection<InetAddress> offered) {
        ports.follow(addresses, offered);
    }

    /**
     * Announces the address by which a local address is reached from outside, for sessions that begin from now on.
     *
     * @return false if it is announced already
     */
    boolean announce(InetAddress mapped, UdpAddress local) {
        return ports.announce(mapped, local.address());
    }

    /** While it is closed, no shared port sends. */
    public SendGate gate() {
        return gate;
    }

    /** Unused packets of all sessions. */
    public DroppedPackets dropped() {
        return dropped;
    }

    /** The addresses by which clients reach a shared port. */
    public List<UdpAddress> addresses() {
        return ports.offered();
    }

    /** The addresses of this machine on which a shared port is open, whether they are offered or not. */
    public List<UdpAddress> listening() {
        return ports.listening();
    }

    /** The part of this machine's addresses that clients are offered. */
    List<InterfaceAddress> toOffer(List<InterfaceAddress> present) {
        return OfferedAddresses.of(present, ports.publicAddresses(), ports.isSeenFromOutside());
    }

    /** The number of sessions that are open on a shared port. */
    int sessions() {
        return guard.sessions();
    }

    /** The number of remote addresses from which a shared port takes packets; each costs a socket. */
    int remoteAddresses() {
        return ports.remoteAddresses();
    }

    /** The numbers of the shared port: one, or one for each address if any free one was asked for. */
    Set<Integer> portNumbers() {
        return ports.ports();
    }

    @Override
    public void close() {
        if (ofClients != null) {
            ofClients.close();
        }
        ports.close();
        readers.shutdown();
    }
}
