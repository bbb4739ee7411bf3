package org.ducksoup.transport.udp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Java's own socket: one datagram with each call. */
final class PlainSocket implements UdpSocket {
    private static final Logger LOGGER = LoggerFactory.getLogger(PlainSocket.class);

    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private final SendGate gate;
    private final Map<InetSocketAddress, Remote> remotes = new ConcurrentHashMap<>();

    private PlainSocket(DatagramChannel channel, SendGate gate) throws IOException {
        this.channel = channel;
        this.gate = gate;
        local = (InetSocketAddress) channel.getLocalAddress();
    }

    static PlainSocket open(InetSocketAddress address, int receiveBuffer, SendGate gate) throws IOException {
        DatagramChannel channel = DatagramChannel.open(
                address.getAddress() instanceof Inet6Address
                        ? StandardProtocolFamily.INET6
                        : StandardProtocolFamily.INET);
        try {
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            channel.bind(address);
            return new PlainSocket(channel, gate);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void run(Reader reader) {
        byte[] bytes = new byte[MAX_LENGTH + ROOM_BEHIND];
        ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_LENGTH);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                buffer.flip();
                int length = buffer.remaining();
                buffer.get(bytes, 0, length);
                Remote remote = remotes.get(from);
                if (remote != null) {
                    reader.onDatagram(bytes, 0, length, remote);
                } else {
                    reader.onStranger(bytes, 0, length, from);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                LOGGER.error("a datagram could not be read from {}", local, e);
            }
        }
    }

    @Override
    public boolean send(byte[] buffer, int offset, int length, Remote to) {
        try {
            return gate.isOpen() && channel.send(ByteBuffer.wrap(buffer, offset, length), to.address()) == length;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public Remote remember(InetSocketAddress address, @Nullable Object owner) {
        Remote remote = new Remote(address, owner, null, 0, 0);
        if (owner != null) {
            remotes.put(address, remote);
        }
        return remote;
    }

    @Override
    public void forget(Remote remote) {
        remotes.remove(remote.address(), remote);
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.warn("{} could not be closed", local, e);
        }
    }
}
