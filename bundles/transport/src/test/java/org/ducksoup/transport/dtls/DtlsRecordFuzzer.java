package org.ducksoup.transport.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.ducksoup.rtp.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * Jazzer's way to the record layer after the handshake, when anybody may send under a participant's address: an input is several
 * datagrams, each behind two bytes with its length; the highest bit of those says that the participant itself sends it, encrypted.
 * One association has to outlive them all.
 */
public final class DtlsRecordFuzzer {
    private static final int AUTHENTIC = 0x8000;
    private static final byte[] PROBE = "still there?".getBytes(StandardCharsets.US_ASCII);

    private static final Association ASSOCIATION = new Association();

    private DtlsRecordFuzzer() {}

    /** Called by Jazzer. */
    public static synchronized void fuzzerTestOneInput(byte[] input) {
        try {
            int at = 0;
            while (at + 2 <= input.length) {
                int head = (input[at] & 0xff) << 8 | (input[at + 1] & 0xff);
                int length = Math.min(head & (AUTHENTIC - 1), input.length - at - 2);
                byte[] datagram = Arrays.copyOfRange(input, at + 2, at + 2 + length);
                at += 2 + length;
                if ((head & AUTHENTIC) != 0 && length > 0) {
                    ASSOCIATION.client.send(datagram, 0, Math.min(length, ASSOCIATION.client.getSendLimit()));
                } else if (PacketType.of(datagram, 0, length) == PacketType.DTLS
                        && HandshakeLimit.allows(datagram)
                        && RecordHeaders.areSound(datagram, ASSOCIATION.shortestRecord)) {
                    // As far as they get in a server.
                    ASSOCIATION.toServer.datagrams.add(datagram);
                }
            }
            drain();
            check();
            ASSOCIATION.toClient.datagrams.clear();
        } catch (IOException e) {
            throw new AssertionError("a stranger ended the association", e);
        }
    }

    private static void drain() throws IOException {
        byte[] record = new byte[2048];
        try {
            while (true) {
                ASSOCIATION.server.receive(record, 0, record.length, 1);
            }
        } catch (InterruptedIOException empty) {
            // All of it was looked at.
        }
    }

    private static void check() throws IOException {
        ASSOCIATION.client.send(PROBE, 0, PROBE.length);
        byte[] record = new byte[2048];
        int length = ASSOCIATION.server.receive(record, 0, record.length, 1);
        if (!Arrays.equals(Arrays.copyOf(record, Math.max(0, length)), PROBE)) {
            throw new AssertionError("the participant is not heard any more");
        }
    }

    /** A client and a server, both of ours. A class of its own: the server's thread would wait for the fuzzer's to be initialised. */
    private static final class Association {
        final Link toServer = new Link();
        final Link toClient = new Link();
        final DTLSTransport server;
        final DTLSTransport client;
        final int shortestRecord;

        Association() {
            DtlsIdentity identity = DtlsIdentity.create(new SecureRandom(), Instant.now());
            CompletableFuture<DTLSTransport> accepted = CompletableFuture.supplyAsync(() -> {
                try {
                    DtlsPeer peer = new DtlsPeer(identity, identity.fingerprint());
                    return new DTLSServerProtocol()
                            .accept(new SrtpDtlsServer(identity, peer), new End(toServer, toClient));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            DtlsPeer ours = new DtlsPeer(identity, identity.fingerprint());
            try {
                client = new DTLSClientProtocol()
                        .connect(new SrtpDtlsClient(identity, ours), new End(toClient, toServer));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server = accepted.join();
            shortestRecord = RecordHeaders.shortest(ours.cipherSuite());
            // From here on there is one thread, and what is not there will not come.
            toServer.patient = false;
            toClient.patient = false;
        }
    }

    /** Datagrams on their way. */
    private static final class Link {
        final BlockingQueue<byte[]> datagrams = new LinkedBlockingQueue<>();
        volatile boolean patient = true;
    }

    private static final class End extends TestDatagrams {
        private final Link in;
        private final Link out;

        End(Link in, Link out) {
            this.in = in;
            this.out = out;
        }

        @Override
        byte @Nullable [] next(int waitMillis) throws IOException, InterruptedException {
            if (in.patient) {
                return in.datagrams.poll(waitMillis, TimeUnit.MILLISECONDS);
            }
            byte[] datagram = in.datagrams.poll();
            if (datagram == null) {
                throw new InterruptedIOException("the input is over");
            }
            return datagram;
        }

        @Override
        public void send(byte[] buffer, int offset, int length) {
            out.datagrams.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }
    }
}
