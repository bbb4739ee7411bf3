package org.ducksoup.transport.ice;

import java.beans.PropertyChangeEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ducksoup.transport.udp.UdpAddress;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.NominationStrategy;
import org.ice4j.ice.RemoteCandidate;
import org.ice4j.ice.harvest.CandidateHarvester;
import org.jspecify.annotations.Nullable;

/**
 * One pair of ICE credentials and the pair of addresses it finds (RFC 8445). The library's agents cannot restart: an
 * ICE restart is a new session beside the old one.
 */
public final class IceSession implements AutoCloseable {
    /**
     * The highest priority of host candidates of one component (RFC 8445 section 5.1.2), less one for each further
     * address.
     */
    private static final long HOST_PRIORITY = (126L << 24) + (65535L << 8) + 255;

    /** The highest priority of server-reflexive candidates. */
    private static final long REFLEXIVE_PRIORITY = (100L << 24) + (65535L << 8) + 255;

    /** Time between two checks in ms. The library's 20 ms would delay every join. */
    private static final long CHECK_PACE_MILLIS = 5;

    private interface Exit {
        boolean send(byte[] buffer, int offset, int length);
    }

    private final IceListener listener;
    private final StunGuard guard;
    private final GuardedAgent agent;
    private final IceMediaStream stream;
    private final Component component;
    private final List<IceCandidateLine> localCandidates = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean connected;
    /** Where media goes once a pair is chosen, past the library's look-ups; null before. */
    private volatile @Nullable Exit chosen;

    /**
     * @param harvesters give the local candidate, once the session exists
     * @param guard refuses senders who do not know this session's password
     * @param dropped counts unused packets
     * @param announced addresses at which clients can reach them
     */
    IceSession(
            String name,
            boolean controlling,
            List<? extends CandidateHarvester> harvesters,
            Supplier<List<UdpAddress>> announced,
            StunGuard guard,
            DroppedPackets dropped,
            IceListener listener)
            throws IOException {
        this.listener = listener;
        this.guard = guard;
        agent = new GuardedAgent(dropped);
        agent.setControlling(controlling);
        agent.setPerformConsentFreshness(true);
        agent.setUseDynamicPorts(false);
        agent.setNominationStrategy(NominationStrategy.NOMINATE_FIRST_VALID);
        agent.setTa(CHECK_PACE_MILLIS);
        harvesters.forEach(agent::addCandidateHarvester);
        stream = agent.createMediaStream(name);
        try {
            component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
            addLocalCandidates(announced.get());
        } catch (IOException | RuntimeException e) {
            agent.free();
            throw e;
        }
        agent.addStateChangeListener(this::onStateChange);
        guard.admit(agent.getLocalUfrag(), agent.getLocalPassword());
    }

    private void addLocalCandidates(List<UdpAddress> announced) {
        for (UdpAddress address : announced) {
            int index = localCandidates.size();
            localCandidates.add(new IceCandidateLine(
                    Integer.toString(index + 1),
                    (address.reflexive() ? REFLEXIVE_PRIORITY : HOST_PRIORITY) - ((long) index << 8),
                    address.address(),
                    address.port(),
                    address.reflexive() ? "srflx" : "host"));
        }
    }

    public String localUfrag() {
        return agent.getLocalUfrag();
    }

    public String localPassword() {
        return agent.getLocalPassword();
    }

    public List<IceCandidateLine> localCandidates() {
        return List.copyOf(localCandidates);
    }

    /**
     * Starts the connectivity checks. Remote candidates are not needed: a client that knows this session's
     * credentials reaches the server's address, and becomes a peer-reflexive candidate. If the announced candidates
     * were added, a useless one could fail the session early.
     *
     * @param remote candidates to check all the same; needed by a client that has to send the first packet
     */
    public void start(String remoteUfrag, String remotePassword, List<IceCandidateLine> remote) {
        stream.setRemoteUfrag(remoteUfrag);
        stream.setRemotePassword(remotePassword);
        agent.guarded().useRemote(remotePassword);
        for (IceCandidateLine line : remote) {
            component.addRemoteCandidate(new RemoteCandidate(
                    new TransportAddress(line.address(), line.port(), Transport.UDP),
                    component,
                    CandidateType.HOST_CANDIDATE,
                    line.foundation(),
                    line.priority(),
                    null));
        }
        agent.startConnectivityEstablishment();
    }

    /**
     * Sends a datagram over the chosen pair, or over any valid pair until one is chosen.
     *
     * @return false if there is no way yet, or if the socket did not take the datagram
     */
    public boolean send(byte[] buffer, int offset, int length) {
        Exit way = chosen;
        if (way != null) {
            return way.send(buffer, offset, length);
        }
        try {
            component.send(buffer, offset, length);
            return true;
        } catch (IOException | RuntimeException noPair) {
            return false;
        }
    }

    public boolean isConnected() {
        return connected;
    }

    private void onStateChange(PropertyChangeEvent event) {
        if (closed.get()) {
            return;
        }
        if (event.getNewValue() == IceProcessingState.COMPLETED) {
            connected = true;
            CandidatePair pair = component.getSelectedPair();
            if (pair != null) {
                chosen = exit(pair);
                listener.onConnected(
                        pair.getLocalCandidate().getTransportAddress() + "",
                        pair.getRemoteCandidate().getTransportAddress() + "/"
                                + pair.getRemoteCandidate().getType());
            }
        } else if (event.getNewValue() == IceProcessingState.FAILED) {
            listener.onFailed();
        }
    }

    private static @Nullable Exit exit(CandidatePair pair) {
        TransportAddress remote = pair.getRemoteCandidate().getTransportAddress();
        LocalCandidate local = pair.getLocalCandidate().getBase();
        if (local instanceof PortCandidate shared) {
            StunSocket socket = shared.socketTo(remote);
            return socket == null ? null : socket::sendDatagram;
        }
        if (local instanceof HostCandidate host
                && host.getCandidateIceSocketWrapper().getUDPSocket() instanceof OwnPort own) {
            InetSocketAddress address = new InetSocketAddress(remote.getAddress(), remote.getPort());
            return (buffer, offset, length) -> own.sendDatagram(buffer, offset, length, address);
        }
        return null;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            guard.forget(agent.getLocalUfrag());
            agent.free();
        }
    }
}
