package org.ducksoup.transport.ice;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket as the ICE library sees it: somebody else reads from the real one, and adds nothing but STUN. What is added waits
 * for a thread, because the library's work on a message must not hold up the media of others.
 */
abstract class QueuedSocket extends DatagramSocket {
    private static final Logger LOGGER = LoggerFactory.getLogger(QueuedSocket.class);

    /** Checks come every few milliseconds at most; what the library does not take in time is sent again. */
    private static final int QUEUE = 64;

    /** Handed on before others have their turn: a remote address that floods must not keep the threads to itself. */
    private static final int TURN = 8;

    private static final int MAX_LENGTH = 2048;

    /** Gets one message at a time. */
    @FunctionalInterface
    interface Reader {
        void onMessage(byte[] message, InetSocketAddress from);
    }

    private record Message(byte[] bytes, InetSocketAddress from) {}

    private final InetSocketAddress local;
    private final Executor readers;
    private final Queue<Message> messages = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile @Nullable Reader reader;
    private volatile boolean closed;

    /**
     * @param local address of the real socket
     * @param readers threads on which messages are read
     */
    QueuedSocket(InetSocketAddress local, Executor readers) throws SocketException {
        super((SocketAddress) null);
        this.local = local;
        this.readers = readers;
    }

    /** Adds a message, in place of the oldest if there are too many. */
    final void add(byte[] buffer, int offset, int length, InetSocketAddress from) {
        Message message = new Message(Arrays.copyOfRange(buffer, offset, offset + length), from);
        while (!messages.offer(message)) {
            messages.poll();
        }
        read();
    }

    /** Hands on all messages from now on, those that wait included. */
    final void readBy(Reader by) {
        reader = by;
        read();
    }

    private void read() {
        if (reader == null || closed || messages.isEmpty() || !reading.compareAndSet(false, true)) {
            return;
        }
        try {
            readers.execute(this::drain);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            // The endpoint has ended, or the machine has no threads left; the next message tries again.
            reading.set(false);
        }
    }

    private void drain() {
        Reader by = reader;
        try {
            for (int i = 0; i < TURN && by != null && !closed; i++) {
                Message next = messages.poll();
                if (next == null) {
                    break;
                }
                by.onMessage(next.bytes, next.from);
            }
        } catch (RuntimeException | LinkageError e) {
            LOGGER.error("a STUN message at {} could not be handled", local, e);
        } finally {
            reading.set(false);
            // What is left, or was added after the last look, when this thread still counted as reading.
            read();
        }
    }

    /** Nobody reads: messages are handed on. */
    @Override
    public final void receive(DatagramPacket packet) {
        throw new UnsupportedOperationException("messages are handed on");
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
        messages.clear();
        super.close();
    }
}
