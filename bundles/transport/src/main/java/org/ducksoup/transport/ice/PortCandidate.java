package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.socket.IceSocketWrapper;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.stack.StunStack;
import org.jspecify.annotations.Nullable;

/** The shared port as the local candidate of one session, with a socket for each remote address of the session. */
final class PortCandidate extends HostCandidate {
    private record Way(StunSocket socket, IceSocketWrapper wrapper) {
        boolean leadsTo(SocketAddress address) {
            InetSocketAddress there = socket.remote().address();
            // The library's addresses are not equal to those of Java.
            return address instanceof InetSocketAddress other
                    && other.getPort() == there.getPort()
                    && there.getAddress().equals(other.getAddress());
        }
    }

    private final IceListener listener;
    private final Runnable whenFreed;
    private final List<Way> ways = new CopyOnWriteArrayList<>();
    private boolean freed;

    /** Set when the session's handler has failed once. On the receive thread. */
    boolean handlerFailed;

    /** @param listener gets the session's datagrams that are not STUN */
    PortCandidate(TransportAddress address, Component component, IceListener listener, Runnable whenFreed) {
        super(address, component);
        this.listener = listener;
        this.whenFreed = whenFreed;
    }

    IceListener listener() {
        return listener;
    }

    /**
     * Lets the session have a remote address.
     *
     * @throws IOException if the session has failed or ended; it would not read from the socket
     */
    synchronized void add(StunSocket socket) throws IOException {
        Component component = getParentComponent();
        if (freed || component == null) {
            throw new IOException("the session has ended");
        }
        if (component.getParentStream().getParentAgent().getState() == IceProcessingState.FAILED) {
            throw new IOException("the session has failed");
        }
        IceSocketWrapper wrapper = new IceUdpSocketWrapper(socket);
        component
                .getParentStream()
                .getParentAgent()
                .getStunStack()
                .addSocket(wrapper, new TransportAddress(socket.remote().address(), Transport.UDP));
        ways.add(new Way(socket, wrapper));
    }

    /** The socket of a remote address; null if the session does not have that address. */
    @Nullable
    StunSocket socketTo(SocketAddress remote) {
        for (Way way : ways) {
            if (way.leadsTo(remote)) {
                return way.socket;
            }
        }
        return null;
    }

    @Override
    protected @Nullable IceSocketWrapper getCandidateIceSocketWrapper(SocketAddress remote) {
        for (Way way : ways) {
            if (way.leadsTo(remote)) {
                return way.wrapper;
            }
        }
        return null;
    }

    @Override
    public void free() {
        synchronized (this) {
            if (freed) {
                return;
            }
            freed = true;
        }
        whenFreed.run();
        StunStack stack = getStunStack();
        for (Way way : ways) {
            if (stack != null) {
                stack.removeSocket(
                        getTransportAddress(),
                        new TransportAddress(way.socket.remote().address(), Transport.UDP));
            }
            way.wrapper.close();
        }
        ways.clear();
        super.free();
    }
}
