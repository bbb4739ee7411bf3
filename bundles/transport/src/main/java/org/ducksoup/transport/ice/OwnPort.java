package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.ducksoup.rtp.PacketType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of one session, as a client has it, which sends the first packet. The ICE library reads nothing but STUN from it;
 * {@link OwnPorts} reads for it.
 */
final class OwnPort extends DatagramSocket {
    private static final Logger LOGGER = LoggerFactory.getLogger(OwnPort.class);

    private static final int QUEUE = 64;
    private static final int MAX_LENGTH = 2048;

    /** @param from null for the end */
    private record Message(byte[] bytes, @Nullable SocketAddress from) {}

    private static final Message END = new Message(new byte[0], null);

    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private final IceListener listener;
    private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(QUEUE);
    private final byte[] bytes = new byte[MAX_LENGTH];
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_LENGTH);
    private volatile boolean closed;

    OwnPort(DatagramChannel channel, IceListener listener) throws IOException {
        super((SocketAddress) null);
        this.channel = channel;
        this.listener = listener;
        local = (InetSocketAddress) channel.getLocalAddress();
    }

    /** Reads everything that is there. On the thread that reads for all ports of this kind. */
    void read() throws IOException {
        while (true) {
            buffer.clear();
            SocketAddress from = channel.receive(buffer);
            if (from == null) {
                return;
            }
            buffer.flip();
            int length = buffer.remaining();
            buffer.get(bytes, 0, length);
            if (PacketType.of(bytes, 0, length) == PacketType.STUN) {
                Message message = new Message(Arrays.copyOf(bytes, length), from);
                while (!messages.offer(message)) {
                    messages.poll();
                }
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
    public void receive(DatagramPacket packet) throws IOException {
        Message message = take();
        System.arraycopy(message.bytes, 0, packet.getData(), packet.getOffset(), message.bytes.length);
        packet.setLength(message.bytes.length);
        packet.setSocketAddress(message.from);
    }

    private Message take() throws SocketException {
        try {
            Message message = closed ? END : messages.take();
            if (message.from != null) {
                return message;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new SocketException("Socket closed");
    }

    @Override
    public InetAddress getLocalAddress() {
        return local.getAddress();
    }

    @Override
    public int getLocalPort() {
        return local.getPort();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return local;
    }

    @Override
    public int getReceiveBufferSize() {
        return MAX_LENGTH;
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
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.debug("{} could not be closed", local, e);
        }
        super.close();
    }
}
