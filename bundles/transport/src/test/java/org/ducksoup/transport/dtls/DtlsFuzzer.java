package org.ducksoup.transport.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.ducksoup.rtp.PacketType;

/**
 * Jazzer's way to the DTLS record layer and the handshake messages in it: an input is several datagrams, each behind two bytes
 * with its length. A handshake ends with the input; nothing but an {@link IOException} may end it before.
 */
public final class DtlsFuzzer {
    private static final DtlsIdentity IDENTITY = DtlsIdentity.create(new SecureRandom(), Instant.now());

    private DtlsFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Queue<byte[]> datagrams = datagrams(input);
        DtlsEndpoint queue = new DtlsEndpoint(task -> {}, (b, o, l) -> {}, null);
        // As far as they get in a server.
        datagrams.removeIf(datagram -> PacketType.of(datagram, 0, datagram.length) != PacketType.DTLS
                || !queue.receive(datagram, 0, datagram.length));
        try {
            DtlsPeer peer = new DtlsPeer(IDENTITY, IDENTITY.fingerprint());
            new DTLSServerProtocol().accept(new SrtpDtlsServer(IDENTITY, peer), new Input(datagrams));
            throw new AssertionError("nobody can guess a handshake");
        } catch (IOException refused) {
            // As it should be.
        }
    }

    private static Queue<byte[]> datagrams(byte[] input) {
        Queue<byte[]> datagrams = new ArrayDeque<>();
        int at = 0;
        while (at + 2 <= input.length) {
            int length = Math.min((input[at] & 0xff) << 8 | (input[at + 1] & 0xff), input.length - at - 2);
            datagrams.add(Arrays.copyOfRange(input, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return datagrams;
    }

    private static final class Input extends TestDatagrams {
        private final Queue<byte[]> datagrams;

        Input(Queue<byte[]> datagrams) {
            this.datagrams = datagrams;
        }

        @Override
        byte[] next(int waitMillis) throws IOException {
            byte[] datagram = datagrams.poll();
            if (datagram == null) {
                throw new IOException("the input is over");
            }
            return datagram;
        }
    }
}
