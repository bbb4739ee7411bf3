package org.ducksoup.transport.dtls;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes handshakes with itself until their code is compiled, so that the first participant does not wait for that. */
public final class DtlsWarmUp {
    private static final int ROUNDS = 8;

    private DtlsWarmUp() {}

    /** @throws IllegalStateException if DTLS does not work on this machine */
    public static void warmUp(DtlsIdentity identity) {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < ROUNDS; i++) {
                shake(identity, threads);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void shake(DtlsIdentity identity, ExecutorService threads) {
        AtomicReference<@Nullable DtlsEndpoint> server = new AtomicReference<>();
        Outcome clientOutcome = new Outcome();
        Outcome serverOutcome = new Outcome();
        DtlsEndpoint client = new DtlsEndpoint(
                threads,
                (b, o, l) -> {
                    DtlsEndpoint to = server.get();
                    if (to != null) {
                        to.receive(b, o, l);
                    }
                },
                clientOutcome);
        DtlsEndpoint other = new DtlsEndpoint(threads, client::receive, serverOutcome);
        server.set(other);
        other.start(true, identity, identity.fingerprint());
        client.start(false, identity, identity.fingerprint());
        try {
            clientOutcome.get(10, TimeUnit.SECONDS);
            serverOutcome.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("DTLS does not work on this machine", e);
        }
    }

    private static final class Outcome extends CompletableFuture<DtlsResult> implements DtlsEndpoint.Listener {
        @Override
        public void onHandshakeComplete(DtlsResult result) {
            complete(result);
        }

        @Override
        public void onHandshakeFailed(String reason) {
            completeExceptionally(new IllegalStateException(reason));
        }

        @Override
        public void onCloseNotify() {}
    }
}
