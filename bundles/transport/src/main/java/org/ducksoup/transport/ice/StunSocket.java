package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.ducksoup.transport.udp.Remote;
import org.ducksoup.transport.udp.UdpSocket;

/**
 * The port as the ICE library sees it: a socket for one remote address, from which nothing but STUN is read. Media does
 * not come here.
 */
final class StunSocket extends DatagramSocket {
    /** Checks come every few milliseconds at most; what the library does not take in time is sent again. */
    private static final int QUEUE = 64;

    private static final byte[] END = new byte[0];

    private final UdpSocket port;
    private final Remote remote;
    private final BlockingQueue<byte[]> messages = new ArrayBlockingQueue<>(QUEUE);
    private final Runnable whenClosed;
    private volatile boolean closed;

    /**
     * @param owner what datagrams of this remote address are for
     * @param whenClosed called once or more
     */
    StunSocket(UdpSocket port, InetSocketAddress remote, Object owner, Runnable whenClosed) throws SocketException {
        super((SocketAddress) null);
        this.port = port;
        this.remote = port.remember(remote, owner);
        this.whenClosed = whenClosed;
    }

    Remote remote() {
        return remote;
    }

    /** Adds a message, in place of the oldest if there are too many. */
    void add(byte[] buffer, int offset, int length) {
        byte[] message = Arrays.copyOfRange(buffer, offset, offset + length);
        while (!messages.offer(message)) {
            messages.poll();
        }
    }

    /** Sends a datagram that is not the library's. Returns false if it is known not to leave. */
    boolean sendDatagram(byte[] buffer, int offset, int length) {
        return port.send(buffer, offset, length, remote);
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        byte[] message = take();
        if (packet.getData().length - packet.getOffset() < message.length) {
            throw new IOException("a STUN message of " + message.length + " bytes does not fit");
        }
        System.arraycopy(message, 0, packet.getData(), packet.getOffset(), message.length);
        packet.setLength(message.length);
        packet.setSocketAddress(remote.address());
    }

    private byte[] take() throws SocketException {
        try {
            byte[] message = closed ? END : messages.take();
            if (message != END) {
                return message;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new SocketException("Socket closed");
    }

    @Override
    public void send(DatagramPacket packet) {
        port.send(packet.getData(), packet.getOffset(), packet.getLength(), remote);
    }

    @Override
    public InetAddress getLocalAddress() {
        return port.localAddress().getAddress();
    }

    @Override
    public int getLocalPort() {
        return port.localAddress().getPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return port.localAddress();
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
    public int getReceiveBufferSize() {
        return UdpSocket.MAX_LENGTH;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        while (!messages.offer(END)) {
            messages.poll();
        }
        port.forget(remote);
        whenClosed.run();
        super.close();
    }
}
