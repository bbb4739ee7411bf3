package org.ducksoup.transport.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A bound UDP socket. One thread reads, in {@link #run}; any thread sends. Neither waits for room in a buffer. */
public interface UdpSocket extends AutoCloseable {
    /** Room behind each datagram that is read, for whoever decrypts or encrypts in place. */
    int ROOM_BEHIND = 32;

    /** The longest datagram: one that fits into an Ethernet frame. */
    int MAX_LENGTH = 1500;

    /** Gets what is read, on the reading thread. Buffers are lent until the call returns, and writable. */
    interface Reader {
        /** A datagram from a remote address that was remembered. */
        void onDatagram(byte[] buffer, int offset, int length, Remote from);

        /** A datagram from any other address. */
        void onStranger(byte[] buffer, int offset, int length, InetSocketAddress from);
    }

    /** Reads until the socket is closed. The thread that calls this is the reading thread. */
    void run(Reader reader);

    /**
     * Sends a datagram. From the reading thread it leaves with the others of the same batch, at the latest before the next
     * datagrams are read.
     *
     * @return false if it is known not to leave: the socket is closed, or its buffer is full
     */
    boolean send(byte[] buffer, int offset, int length, Remote to);

    /**
     * Makes a remote address known to this socket.
     *
     * @param owner for whom its datagrams are; null for an address that is only sent to
     */
    Remote remember(InetSocketAddress address, @Nullable Object owner);

    /** Treats a remote address as a stranger's again. */
    void forget(Remote remote);

    /** The address that the socket is bound to. */
    InetSocketAddress localAddress();

    /** Ends {@link #run}. Idempotent. */
    @Override
    void close();

    /**
     * Opens a socket of the best kind that this machine has.
     *
     * @param address to bind to; port 0 for any
     * @param receiveBuffer bytes to ask the kernel for; 0 for its own choice
     * @param gate while it is closed, nothing is sent
     * @throws IOException if the address or the port cannot be had
     */
    static UdpSocket open(InetSocketAddress address, int receiveBuffer, SendGate gate) throws IOException {
        return SocketKind.best().open(address, receiveBuffer, gate);
    }
}
