package org.ducksoup.transport.udp;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.ducksoup.transport.binding.SocketCalls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what has arrived with one call of {@code recvmmsg}, up to a batch, and sends what the reading thread has made of
 * it with one call of {@code sendmmsg}. On Linux with 64 bits.
 */
final class BatchedSocket implements UdpSocket {
    private static final Logger LOGGER = LoggerFactory.getLogger(BatchedSocket.class);

    /** Datagrams with one call. More would let the first one wait for the work on the last one. */
    private static final int BATCH = 32;

    private static final long RETRY_NANOS = 10_000_000L;
    private static final int IPV4_LENGTH = 16;
    private static final int IPV6_LENGTH = 28;

    private final int descriptor;
    private final boolean ipv6;
    private final InetSocketAddress local;
    private final SendGate gate;
    private final RemoteTable remotes = new RemoteTable();
    private final Messages outgoing = new Messages(BATCH, MAX_LENGTH, 0);
    private final ThreadLocal<Single> single = ThreadLocal.withInitial(Single::new);
    /** Held for each call by another thread than the reading one, so that nobody uses a descriptor that is closed. */
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

    private volatile boolean closed;
    private volatile @Nullable Thread reading;
    private boolean released;
    private int queued;
    private boolean failed;

    /** Room for a datagram that is sent alone. */
    private static final class Single {
        private final ByteBuffer memory = ByteBuffer.allocateDirect(MAX_LENGTH);
        private final long address = addressOf(memory);
    }

    private BatchedSocket(int descriptor, boolean ipv6, InetSocketAddress local, SendGate gate) {
        this.descriptor = descriptor;
        this.ipv6 = ipv6;
        this.local = local;
        this.gate = gate;
    }

    static BatchedSocket open(InetSocketAddress address, int receiveBuffer, SendGate gate) throws IOException {
        boolean ipv6 = address.getAddress() instanceof Inet6Address;
        int descriptor = SocketCalls.socket(
                ipv6 ? SocketCalls.AF_INET6 : SocketCalls.AF_INET,
                SocketCalls.SOCK_DGRAM | SocketCalls.SOCK_CLOEXEC,
                0);
        if (descriptor < 0) {
            throw new IOException("no socket: " + reason());
        }
        try {
            if (ipv6) {
                set(descriptor, SocketCalls.IPPROTO_IPV6, SocketCalls.IPV6_V6ONLY, 1);
            }
            if (receiveBuffer > 0) {
                set(descriptor, SocketCalls.SOL_SOCKET, SocketCalls.SO_RCVBUF, receiveBuffer);
            }
            ByteBuffer bound = sockaddr(address);
            if (SocketCalls.bind(descriptor, addressOf(bound), bound.capacity()) != 0) {
                throw new BindException(reason() + ": " + address);
            }
            return new BatchedSocket(
                    descriptor, ipv6, new InetSocketAddress(address.getAddress(), port(descriptor)), gate);
        } catch (IOException e) {
            SocketCalls.close(descriptor);
            throw e;
        }
    }

    private static void set(int descriptor, int level, int option, int value) throws IOException {
        ByteBuffer memory = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
        memory.putInt(0, value);
        if (SocketCalls.setsockopt(descriptor, level, option, addressOf(memory), 4) != 0) {
            throw new IOException("a socket option is refused: " + reason());
        }
    }

    private static int port(int descriptor) throws IOException {
        ByteBuffer memory = ByteBuffer.allocateDirect(IPV6_LENGTH + 8).order(ByteOrder.nativeOrder());
        memory.putInt(IPV6_LENGTH, IPV6_LENGTH);
        if (SocketCalls.getsockname(descriptor, addressOf(memory), addressOf(memory) + IPV6_LENGTH) != 0) {
            throw new IOException("the port of a socket is not known: " + reason());
        }
        return networkShort(memory, 2);
    }

    private static String reason() {
        int error = Native.getLastError();
        return switch (error) {
            case 13 -> "permission denied";
            case 97 -> "address family not supported";
            case 98 -> "address already in use";
            case 99 -> "cannot assign requested address";
            default -> "error " + error;
        };
    }

    static long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    /** {@code struct sockaddr_in} or {@code sockaddr_in6}. */
    private static ByteBuffer sockaddr(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        boolean ipv6 = ip.length == 16;
        ByteBuffer memory =
                ByteBuffer.allocateDirect(ipv6 ? IPV6_LENGTH : IPV4_LENGTH).order(ByteOrder.nativeOrder());
        memory.putShort(0, (short) (ipv6 ? SocketCalls.AF_INET6 : SocketCalls.AF_INET));
        memory.put(2, (byte) (address.getPort() >> 8));
        memory.put(3, (byte) address.getPort());
        memory.put(ipv6 ? 8 : 4, ip);
        if (ipv6) {
            memory.putInt(24, zone(address));
        }
        return memory;
    }

    private static int zone(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address six ? six.getScopeId() : 0;
    }

    private static int networkShort(ByteBuffer memory, int at) {
        return (memory.get(at) & 0xff) << 8 | (memory.get(at + 1) & 0xff);
    }

    private static int networkInt(ByteBuffer memory, int at) {
        return networkShort(memory, at) << 16 | networkShort(memory, at + 2);
    }

    private static long networkLong(ByteBuffer memory, int at) {
        return (long) networkInt(memory, at) << 32 | (networkInt(memory, at + 4) & 0xffffffffL);
    }

    // ---- reading

    @Override
    public void run(Reader reader) {
        Messages incoming = new Messages(BATCH, MAX_LENGTH, IPV6_LENGTH);
        byte[] bytes = new byte[MAX_LENGTH + ROOM_BEHIND];
        reading = Thread.currentThread();
        while (!closed) {
            int count = SocketCalls.recvmmsg(descriptor, incoming.address(), BATCH, SocketCalls.MSG_WAITFORONE, 0);
            if (count < 0 && Native.getLastError() != SocketCalls.EINTR && !closed) {
                onFailedRead();
            }
            for (int i = 0; i < count && !closed; i++) {
                hand(reader, incoming, i, bytes);
            }
            incoming.expect(count);
            flush();
        }
        reading = null;
        release();
    }

    /** The kernel may be short of memory, for instance. The port serves everybody, so it goes on. */
    private void onFailedRead() {
        if (!failed) {
            failed = true;
            LOGGER.error("datagrams cannot be read from {}: {}; it is tried again all the time", local, reason());
        }
        LockSupport.parkNanos(RETRY_NANOS);
    }

    private void hand(Reader reader, Messages incoming, int index, byte[] bytes) {
        int length = incoming.length(index);
        incoming.memory().get(incoming.dataOffset(index), bytes, 0, length);
        ByteBuffer memory = incoming.memory();
        int at = incoming.nameOffset(index);
        int port = networkShort(memory, at + 2);
        long place = ipv6 ? Remote.place(port, memory.getInt(at + 24)) : port;
        long high = ipv6 ? networkLong(memory, at + 8) : 0;
        long low = ipv6 ? networkLong(memory, at + 16) : networkInt(memory, at + 4);
        Remote known = remotes.find(place, high, low);
        if (known != null) {
            reader.onDatagram(bytes, 0, length, known);
        } else if (port != 0) {
            reader.onStranger(bytes, 0, length, stranger(memory, at, port));
        }
    }

    private InetSocketAddress stranger(ByteBuffer memory, int at, int port) {
        byte[] ip = new byte[ipv6 ? 16 : 4];
        memory.get(at + (ipv6 ? 8 : 4), ip);
        int zone = ipv6 ? memory.getInt(at + 24) : 0;
        try {
            InetAddress address = zone == 0 ? InetAddress.getByAddress(ip) : Inet6Address.getByAddress(null, ip, zone);
            return new InetSocketAddress(address, port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    // ---- sending

    @Override
    public boolean send(byte[] buffer, int offset, int length, Remote to) {
        if (closed || length > MAX_LENGTH || to.sockaddr == null) {
            return false;
        }
        if (Thread.currentThread() != reading) {
            return sendNow(buffer, offset, length, to.sockaddr, to.sockaddrAddress);
        }
        outgoing.put(queued, buffer, offset, length, to.sockaddr);
        if (++queued == BATCH) {
            flush();
        }
        return true;
    }

    private boolean sendNow(byte[] buffer, int offset, int length, ByteBuffer sockaddr, long sockaddrAddress) {
        if (!gate.isOpen()) {
            return false;
        }
        Single alone = single.get();
        alone.memory.put(0, buffer, offset, length);
        open.readLock().lock();
        try {
            return !closed
                    && SocketCalls.sendto(
                                    descriptor,
                                    alone.address,
                                    length,
                                    SocketCalls.MSG_DONTWAIT | SocketCalls.MSG_NOSIGNAL,
                                    sockaddrAddress,
                                    sockaddr.capacity())
                            == length;
        } finally {
            open.readLock().unlock();
        }
    }

    /** One that cannot leave, because the buffer is full or its address is unreachable, does not hold up the others. */
    private void flush() {
        if (queued > 0 && !gate.isOpen()) {
            queued = 0;
        }
        int first = 0;
        while (first < queued) {
            int sent = SocketCalls.sendmmsg(
                    descriptor,
                    outgoing.address(first),
                    queued - first,
                    SocketCalls.MSG_DONTWAIT | SocketCalls.MSG_NOSIGNAL);
            first += sent > 0 ? sent : 1;
        }
        queued = 0;
    }

    // ---- remote addresses

    @Override
    public Remote remember(InetSocketAddress address, @Nullable Object owner) {
        ByteBuffer sockaddr = sockaddr(address);
        Remote remote = new Remote(address, owner, sockaddr, addressOf(sockaddr), zone(address));
        if (owner != null) {
            remotes.put(remote);
        }
        return remote;
    }

    @Override
    public void forget(Remote remote) {
        remotes.remove(remote);
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    // ---- the end

    @Override
    public void close() {
        closed = true;
        open.writeLock().lock();
        try {
            if (!released) {
                // Wakes the reading thread, which closes the descriptor. The call says "not connected", and does it.
                SocketCalls.shutdown(descriptor, SocketCalls.SHUT_RD);
            }
        } finally {
            open.writeLock().unlock();
        }
        if (reading == null) {
            release();
        }
    }

    private void release() {
        open.writeLock().lock();
        try {
            if (!released) {
                released = true;
                SocketCalls.close(descriptor);
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
