package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import org.ducksoup.parts.DaemonThreads;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.CandidateHarvester;
import org.ice4j.ice.harvest.HarvestStatistics;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.socket.MultiplexingDatagramSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives one session a socket of its own, as a client has. A client sends the first packet, which a shared port cannot
 * do: it knows a remote address only after a packet came from it.
 */
final class OwnPortHarvester implements CandidateHarvester {
    private static final Logger LOGGER = LoggerFactory.getLogger(OwnPortHarvester.class);

    private final InetAddress localAddress;
    private final IceListener listener;
    private final HarvestStatistics statistics = new HarvestStatistics();
    private @Nullable MultiplexingDatagramSocket socket;

    OwnPortHarvester(InetAddress localAddress, IceListener listener) {
        this.localAddress = localAddress;
        this.listener = listener;
    }

    @Override
    public Collection<LocalCandidate> harvest(Component component) {
        try {
            MultiplexingDatagramSocket opened =
                    new MultiplexingDatagramSocket(new TransportAddress(localAddress, 0, Transport.UDP));
            socket = opened;
            HostCandidate candidate = new HostCandidate(new IceUdpSocketWrapper(opened), component);
            component.addLocalCandidate(candidate);
            candidate.getStunStack().addSocket(candidate.getStunSocket(null));
            DaemonThreads.start("ducksoup-udp-" + opened.getLocalPort(), () -> read(opened));
            return List.of(candidate);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The local port, after harvesting. */
    UdpAddress address() {
        MultiplexingDatagramSocket opened = socket;
        return new UdpAddress(localAddress, opened == null ? 9 : opened.getLocalPort());
    }

    private void read(MultiplexingDatagramSocket from) {
        byte[] bytes = new byte[2048];
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        while (!from.isClosed()) {
            try {
                packet.setLength(bytes.length);
                from.receive(packet);
                listener.onDatagram(bytes, packet.getOffset(), packet.getLength(), System.nanoTime());
            } catch (IOException closed) {
                return;
            } catch (RuntimeException e) {
                LOGGER.error("a packet could not be handled; this is a bug of the server", e);
            }
        }
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
