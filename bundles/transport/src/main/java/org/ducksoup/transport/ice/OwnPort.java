package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.Executor;
import org.ducksoup.rtp.PacketType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of one session, as a client has it, which sends the first packet. The ICE library reads nothing but STUN from it;
 * {@link OwnPorts} reads for it.
 */
final class OwnPort extends QueuedSocket {
    private static final Logger LOGGER = LoggerFactory.getLogger(OwnPort.class);

    private static final int MAX_LENGTH = 2048;

    private final DatagramChannel channel;
    private final IceListener listener;
    private final byte[] bytes = new byte[MAX_LENGTH];
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_LENGTH);

    OwnPort(DatagramChannel channel, IceListener listener, Executor readers) throws IOException {
        super((InetSocketAddress) channel.getLocalAddress(), readers);
        this.channel = channel;
        this.listener = listener;
    }

    /** Reads everything that is there. On the thread that reads for all ports of this kind. */
    void read() throws IOException {
        while (true) {
            buffer.clear();
            if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
                return;
            }
            buffer.flip();
            int length = buffer.remaining();
            buffer.get(bytes, 0, length);
            if (PacketType.of(bytes, 0, length) == PacketType.STUN) {
                add(bytes, 0, length, from);
            } else {
                hand(length);
            }
        }
    }

    private void hand(int length) {
        try {
            listener.onDatagram(bytes, 0, length, System.nanoTime());
        } catch (RuntimeException e) {
            LOGGER.error("a packet could not be handled; this is a bug of the server", e);
        }
    }

    /** Sends a datagram that is not the library's. Returns false if it does not leave. */
    boolean sendDatagram(byte[] from, int offset, int length, SocketAddress to) {
        try {
            return channel.send(ByteBuffer.wrap(from, offset, length), to) == length;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public void send(DatagramPacket packet) {
        sendDatagram(packet.getData(), packet.getOffset(), packet.getLength(), packet.getSocketAddress());
    }

    @Override
    public void close() {
        super.close();
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.debug("{} could not be closed", getLocalSocketAddress(), e);
        }
    }
}
