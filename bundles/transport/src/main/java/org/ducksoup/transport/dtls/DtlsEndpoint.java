package org.ducksoup.transport.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * DTLS of one peer connection. The library blocks, so a handshake uses a thread of the pool while it lasts. After that,
 * only a rare alert needs a thread.
 */
public final class DtlsEndpoint implements AutoCloseable {
    static final int HANDSHAKE_TIMEOUT_MILLIS = 20_000;

    /** A flight is repeated after this time, and then after twice as long each time. */
    static final int RESEND_MILLIS = 200;

    /** A handshake has a dozen datagrams. A flood finds the queue full. */
    private static final int QUEUE_LENGTH = 32;

    private static final int MTU = 1200;

    private final Executor handshakes;
    private final DatagramSender sender;
    private final Listener listener;
    private final BlockingQueue<byte[]> incoming = new ArrayBlockingQueue<>(QUEUE_LENGTH);
    private final AtomicReference<@Nullable Runnable> onFirstRecord = new AtomicReference<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private volatile @Nullable Established established;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param handshakes runs each handshake; it may block for {@value #HANDSHAKE_TIMEOUT_MILLIS} ms */
    public DtlsEndpoint(Executor handshakes, DatagramSender sender, Listener listener) {
        this.handshakes = handshakes;
        this.sender = sender;
        this.listener = listener;
    }

    private record Established(DTLSTransport transport, DtlsPeer peer) {}

    /** Called by a thread of the pool. */
    public interface Listener {
        void onHandshakeComplete(DtlsResult result);

        /** Comes at most once, and not after {@link DtlsEndpoint#close}. */
        void onHandshakeFailed(String reason);

        /** The other side has sent its closing alert. */
        void onCloseNotify();
    }

    /** Sends if there is a way; DTLS repeats lost flights. */
    public interface DatagramSender {
        void send(byte[] buffer, int offset, int length);
    }

    /**
     * Accepts DTLS records from the network. Copies them and never blocks. Records that arrive before {@link #start}
     * wait.
     *
     * @return false if they are dropped: too many are waiting, a handshake message in them is too long, an
     *     encrypted record is too short, or a record has an unknown type or version
     */
    public boolean receive(byte[] buffer, int offset, int length) {
        if (closed.get()) {
            return true;
        }
        byte[] datagram = Arrays.copyOfRange(buffer, offset, offset + length);
        Established current = established;
        int shortest =
                current == null ? RecordHeaders.MIN_IN_HANDSHAKE : RecordHeaders.shortest(current.peer.cipherSuite());
        if (!HandshakeLimit.allows(datagram)
                || !RecordHeaders.areSound(datagram, shortest)
                || !incoming.offer(datagram)) {
            return false;
        }
        Runnable handshake = onFirstRecord.getAndSet(null);
        if (handshake != null) {
            handshakes.execute(handshake);
        } else if (established != null) {
            drain();
        }
        return true;
    }

    /**
     * Begins the handshake: on the client side at once, on the server side with the first record, so that a client that
     * only joins uses no thread.
     *
     * @param server whether this side is the DTLS server
     * @param remote the certificate that the other side has to show
     */
    public void start(boolean server, DtlsIdentity identity, Fingerprint remote) {
        Runnable handshake = () -> handshake(server, identity, remote);
        if (server) {
            onFirstRecord.set(handshake);
            if (incoming.isEmpty() || !onFirstRecord.compareAndSet(handshake, null)) {
                return;
            }
        }
        handshakes.execute(handshake);
    }

    private void handshake(boolean server, DtlsIdentity identity, Fingerprint remote) {
        DtlsPeer peer = new DtlsPeer(identity, remote);
        try {
            DTLSTransport transport = server
                    ? new DTLSServerProtocol()
                            .accept(new SrtpDtlsServer(identity, peer), new Datagrams(new EpochGate()))
                    : new DTLSClientProtocol().connect(new SrtpDtlsClient(identity, peer), new Datagrams(null));
            DtlsResult result = peer.result();
            established = new Established(transport, peer);
            listener.onHandshakeComplete(result);
            drain();
        } catch (TlsTimeoutException e) {
            fail("no answer within " + HANDSHAKE_TIMEOUT_MILLIS / 1000 + " s");
        } catch (IOException | RuntimeException e) {
            fail(e.toString());
        }
    }

    private void fail(String reason) {
        if (!closed.get()) {
            listener.onHandshakeFailed(reason);
        }
    }

    /** Hands the library the records that came after the handshake: alerts, and retransmissions that it answers. */
    private void drain() {
        if (draining.compareAndSet(false, true)) {
            try {
                handshakes.execute(this::readAlerts);
            } catch (RejectedExecutionException stopping) {
                // The whole transport is closing, so the alert's content does not matter.
                draining.set(false);
            }
        }
    }

    private void readAlerts() {
        Established current = established;
        byte[] scratch = new byte[2048];
        try {
            while (current != null && !closed.get() && !incoming.isEmpty()) {
                current.transport.receive(scratch, 0, scratch.length, 1);
                if (current.peer.hasSaidGoodBye()) {
                    over();
                }
            }
        } catch (IOException e) {
            // A fatal alert.
            over();
        } finally {
            draining.set(false);
        }
        if (established != null && !closed.get() && !incoming.isEmpty()) {
            drain();
        }
    }

    private void over() {
        if (end()) {
            listener.onCloseNotify();
        }
    }

    /** Sends the closing alert if the handshake was complete. Idempotent. */
    @Override
    public void close() {
        end();
    }

    /**
     * The answer to the closing alert may arrive before the alert has been sent completely. By then this end must be
     * marked as closed.
     */
    private boolean end() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        Established current = established;
        if (current != null) {
            try {
                current.transport.close();
            } catch (IOException e) {
                // The other side is gone, so the exception concerns nobody.
            }
        }
        return true;
    }

    private final class Datagrams implements DatagramTransport {
        private final @Nullable EpochGate gate;

        /** @param gate only a server needs it: in a server's last flight there is nothing that could be held up */
        Datagrams(@Nullable EpochGate gate) {
            this.gate = gate;
        }

        @Override
        public int getReceiveLimit() {
            return 2048;
        }

        @Override
        public int getSendLimit() {
            return MTU;
        }

        @Override
        public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
            try {
                // Waits in short steps, so that closing a connection ends its handshake.
                long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
                while (!closed.get()) {
                    long left = deadline - System.nanoTime();
                    byte[] datagram = next(Math.min(left, TimeUnit.MILLISECONDS.toNanos(250)));
                    if (datagram != null) {
                        int count = Math.min(length, datagram.length);
                        System.arraycopy(datagram, 0, buffer, offset, count);
                        return count;
                    }
                    if (left <= 0) {
                        return -1;
                    }
                }
                throw new IOException("closed");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        private byte @Nullable [] next(long waitNanos) throws InterruptedException {
            byte[] released = gate == null ? null : gate.released();
            if (released != null) {
                return released;
            }
            byte[] datagram = incoming.poll(waitNanos, TimeUnit.NANOSECONDS);
            return gate == null || datagram == null ? datagram : gate.pass(datagram);
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            sender.send(buffer, offset, length);
        }

        @Override
        public void close() {}
    }
}
