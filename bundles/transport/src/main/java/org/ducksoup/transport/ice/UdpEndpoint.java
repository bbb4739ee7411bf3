package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.harvest.AbstractUdpListener;
import org.ice4j.ice.harvest.SinglePortUdpHarvester;
import org.jspecify.annotations.Nullable;

/**
 * Receives UDP. A server has one port on each local address for all its peer connections. The user name of its STUN
 * requests identifies a session, and after that the address from which the requests came.
 */
public final class UdpEndpoint implements AutoCloseable {
    static {
        // Set before the first socket is opened: packets are handed over on the thread that reads them, with room for
        // the SRTCP index.
        AbstractUdpListener.USE_PUSH_API = true;
        AbstractUdpListener.BYTES_TO_LEAVE_AT_END_OF_PACKET = 20;
        ReceiveBuffers.install();
    }

    private final DroppedPackets dropped = new DroppedPackets();
    private final StunGuard guard = new StunGuard(dropped);
    private final List<SinglePortUdpHarvester> harvesters = new ArrayList<>();
    private final List<UdpAddress> announced = new CopyOnWriteArrayList<>();
    private final @Nullable InetAddress clientAddress;

    private UdpEndpoint(@Nullable InetAddress clientAddress) {
        this.clientAddress = clientAddress;
    }

    /**
     * Opens one port for all sessions, as a server does.
     *
     * @param localAddresses to listen on; at least one
     * @param port 0 for any free one, another one on each address
     * @param publicAddresses announced besides the local ones, for a server behind a one-to-one NAT
     * @throws IOException if the port cannot be opened on one of the addresses; no port is open then
     */
    public static UdpEndpoint shared(List<InetAddress> localAddresses, int port, List<InetAddress> publicAddresses)
            throws IOException {
        UdpEndpoint endpoint = new UdpEndpoint(null);
        try {
            for (InetAddress local : localAddresses) {
                SinglePortUdpHarvester harvester = new GuardedPortHarvester(
                        new TransportAddress(local, port, Transport.UDP), endpoint.guard, endpoint.dropped);
                endpoint.harvesters.add(harvester);
                endpoint.announced.add(
                        new UdpAddress(local, harvester.getLocalAddress().getPort()));
            }
        } catch (IOException e) {
            endpoint.close();
            throw new IOException("cannot open UDP port " + port + ": " + e.getMessage(), e);
        }
        publicAddresses.forEach(address -> endpoint.announced.add(new UdpAddress(address, port)));
        return endpoint;
    }

    /** Opens a port for each session, as a client does: a shared port cannot send the first packet. */
    public static UdpEndpoint perSession(InetAddress localAddress) {
        return new UdpEndpoint(localAddress);
    }

    /** Begins an ICE session: controlling on a shared port, controlled on one of its own (RFC 8445 section 6.1.1). */
    public IceSession open(String name, IceListener listener) throws IOException {
        InetAddress own = clientAddress;
        if (own == null) {
            return new IceSession(name, true, harvesters, () -> announced, guard, dropped, listener);
        }
        OwnPortHarvester harvester = new OwnPortHarvester(own, listener);
        return new IceSession(
                name, false, List.of(harvester), () -> List.of(harvester.address()), guard, dropped, listener);
    }

    /**
     * Announces the address by which a local address is reached from outside, for sessions that begin from now on.
     *
     * @return false if it is announced already
     */
    boolean announce(InetAddress mapped, UdpAddress local) {
        boolean known = announced.stream().anyMatch(a -> a.address().equals(mapped));
        return !known && announced.add(new UdpAddress(mapped, local.port(), true));
    }

    /** Unused packets of all sessions. */
    public DroppedPackets dropped() {
        return dropped;
    }

    /** The addresses by which clients reach a shared port. */
    public List<UdpAddress> addresses() {
        return List.copyOf(announced);
    }

    @Override
    public void close() {
        harvesters.forEach(SinglePortUdpHarvester::close);
    }
}
