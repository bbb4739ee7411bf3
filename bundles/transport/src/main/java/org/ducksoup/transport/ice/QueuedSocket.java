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
import org.jspecify.annotations.Nullable;

/** A socket as the ICE library sees it: somebody else reads from the real one, and hands on nothing but STUN. */
abstract class QueuedSocket extends DatagramSocket {
    /** Checks come every few milliseconds at most; what the library does not take in time is sent again. */
    private static final int QUEUE = 64;

    private static final int MAX_LENGTH = 2048;

    /** @param from null for the end */
    private record Message(byte[] bytes, @Nullable SocketAddress from) {}

    private static final Message END = new Message(new byte[0], null);

    private final InetSocketAddress local;
    private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(QUEUE);
    private volatile boolean closed;

    /** @param local address of the real socket */
    QueuedSocket(InetSocketAddress local) throws SocketException {
        super((SocketAddress) null);
        this.local = local;
    }

    /** Adds a message, in place of the oldest if there are too many. */
    final void add(byte[] buffer, int offset, int length, SocketAddress from) {
        add(new Message(Arrays.copyOfRange(buffer, offset, offset + length), from));
    }

    private void add(Message message) {
        while (!messages.offer(message)) {
            messages.poll();
        }
    }

    @Override
    public final void receive(DatagramPacket packet) throws IOException {
        Message message = take();
        if (packet.getData().length - packet.getOffset() < message.bytes.length) {
            throw new IOException("a STUN message of " + message.bytes.length + " bytes does not fit");
        }
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
        add(END);
        super.close();
    }
}
