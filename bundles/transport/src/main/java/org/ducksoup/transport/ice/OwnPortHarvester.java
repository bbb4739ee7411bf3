package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import org.ducksoup.transport.udp.UdpAddress;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.CandidateHarvester;
import org.ice4j.ice.harvest.HarvestStatistics;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Gives one session a port of its own, as a client has. A client sends the first packet, which a shared port cannot do: it
 * knows a remote address only after a packet came from it.
 */
final class OwnPortHarvester implements CandidateHarvester {
    private final OwnPorts ports;
    private final InetAddress localAddress;
    private final IceListener listener;
    private final HarvestStatistics statistics = new HarvestStatistics();
    private @Nullable OwnPort port;

    OwnPortHarvester(OwnPorts ports, InetAddress localAddress, IceListener listener) {
        this.ports = ports;
        this.localAddress = localAddress;
        this.listener = listener;
    }

    @Override
    public Collection<LocalCandidate> harvest(Component component) {
        try {
            OwnPort opened = ports.open(listener);
            port = opened;
            IceUdpSocketWrapper wrapper = new IceUdpSocketWrapper(opened);
            HostCandidate candidate = new HostCandidate(wrapper, component);
            component.addLocalCandidate(candidate);
            candidate.getStunStack().addSocket(wrapper);
            return List.of(candidate);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The port, after harvesting; null if there is none. */
    @Nullable
    OwnPort port() {
        return port;
    }

    /** The local port, after harvesting. */
    UdpAddress address() {
        OwnPort opened = port;
        return new UdpAddress(localAddress, opened == null ? 9 : opened.getLocalPort());
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
