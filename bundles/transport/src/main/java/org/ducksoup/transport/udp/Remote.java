package org.ducksoup.transport.udp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A remote address, prepared for a socket so that nothing is worked out for each datagram. Immutable. */
public final class Remote {
    private final InetSocketAddress address;
    private final @Nullable Object owner;
    /** Port, and the zone of a link-local address. */
    final long place;

    /** The first 64 bits of an IPv6 address; 0 for IPv4. */
    final long high;

    /** The last 64 bits of an IPv6 address; the 32 of IPv4. */
    final long low;

    /** The address as the kernel takes it, in memory of its own. */
    final @Nullable ByteBuffer sockaddr;

    /** Where that memory is. */
    final long sockaddrAddress;

    Remote(
            InetSocketAddress address,
            @Nullable Object owner,
            @Nullable ByteBuffer sockaddr,
            long sockaddrAddress,
            int zone) {
        this.address = address;
        this.owner = owner;
        this.sockaddr = sockaddr;
        this.sockaddrAddress = sockaddrAddress;
        place = place(address.getPort(), zone);
        InetAddress ip = address.getAddress();
        ByteBuffer bytes = ByteBuffer.wrap(ip.getAddress());
        high = bytes.capacity() == 16 ? bytes.getLong() : 0;
        low = bytes.capacity() == 16 ? bytes.getLong() : bytes.getInt();
    }

    static long place(int port, int zone) {
        return (long) zone << 32 | port;
    }

    static int hash(long place, long high, long low) {
        long mixed = (place * 31 + high * 17 + low) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }

    public InetSocketAddress address() {
        return address;
    }

    /** For whom its datagrams are; null if it is only sent to. */
    public @Nullable Object owner() {
        return owner;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
