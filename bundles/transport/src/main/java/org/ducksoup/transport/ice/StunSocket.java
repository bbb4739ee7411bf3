package org.ducksoup.transport.ice;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.Executor;
import org.ducksoup.transport.udp.Remote;
import org.ducksoup.transport.udp.UdpSocket;

/** The shared port as a socket for one remote address of a session. */
final class StunSocket extends QueuedSocket {
    private final UdpSocket port;
    private final PortCandidate candidate;
    private final Runnable whenClosed;
    private final Remote remote;

    /**
     * Makes the port remember the remote address, with this socket as its owner.
     *
     * @param candidate of the session whose address it is
     * @param readers threads on which the library reads
     * @param whenClosed called once or more
     */
    StunSocket(UdpSocket port, InetSocketAddress remote, PortCandidate candidate, Executor readers, Runnable whenClosed)
            throws SocketException {
        super(port.localAddress(), readers);
        this.port = port;
        this.candidate = candidate;
        this.whenClosed = whenClosed;
        this.remote = port.remember(remote, this);
    }

    Remote remote() {
        return remote;
    }

    PortCandidate candidate() {
        return candidate;
    }

    /** Sends a datagram that is not the library's. Returns false if it is known not to leave. */
    boolean sendDatagram(byte[] buffer, int offset, int length) {
        return port.send(buffer, offset, length, remote);
    }

    @Override
    public void send(DatagramPacket packet) {
        sendDatagram(packet.getData(), packet.getOffset(), packet.getLength());
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return remote.address();
    }

    @Override
    public InetAddress getInetAddress() {
        return remote.address().getAddress();
    }

    @Override
    public int getPort() {
        return remote.address().getPort();
    }

    @Override
    public void close() {
        super.close();
        port.forget(remote);
        whenClosed.run();
    }
}
