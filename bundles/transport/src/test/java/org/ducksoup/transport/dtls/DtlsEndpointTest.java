package org.ducksoup.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.ducksoup.transport.srtp.SrtpProfile;
import org.ducksoup.transport.srtp.SrtpSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two ends in memory. */
class DtlsEndpointTest {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final DtlsIdentity SERVER = DtlsIdentity.create(new SecureRandom(), Instant.now());
    private static final DtlsIdentity CLIENT = DtlsIdentity.create(new SecureRandom(), Instant.now());

    private final End client = new End();
    private final End server = new End();

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @Test
    void bothSidesGetTheSameKeysAndThePreferredProfile() throws Exception {
        client.connectTo(server);
        server.endpoint.start(true, SERVER, CLIENT.fingerprint());
        client.endpoint.start(false, CLIENT, SERVER.fingerprint());
        DtlsResult atClient = client.result.get(10, TimeUnit.SECONDS);
        DtlsResult atServer = server.result.get(10, TimeUnit.SECONDS);
        assertThat(atClient.keyingMaterial())
                .isEqualTo(atServer.keyingMaterial())
                .hasSize(2 * (16 + 12));
        assertThat(atClient.profile()).isEqualTo(atServer.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(atServer.server()).isTrue();
        assertThat(atClient.server()).isFalse();
        assertThat(session(atServer).unprotectRtp(packet(session(atClient)), 0, packetLength))
                .isEqualTo(50);
    }

    /** Chromium offers [1, 8, 7] and some clients only 1. */
    @Test
    void takesTheOlderProfileFromWhoHasNoOther() throws Exception {
        int[][] offers = {{SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80}, {1, 8, 7}};
        SrtpProfile[] expected = {SrtpProfile.AES_CM_128_HMAC_SHA1_80, SrtpProfile.AEAD_AES_128_GCM};
        for (int i = 0; i < offers.length; i++) {
            End end = new End();
            BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();
            end.send = toClient::add;
            end.endpoint.start(true, SERVER, CLIENT.fingerprint());
            OtherClient other = new OtherClient(offers[i]);
            CompletableFuture<DTLSTransport> connected =
                    CompletableFuture.supplyAsync(() -> other.connect(toClient, end.endpoint), THREADS);
            assertThat(end.result.get(10, TimeUnit.SECONDS).profile()).isEqualTo(expected[i]);
            connected.get(10, TimeUnit.SECONDS).close();
            end.endpoint.close();
        }
    }

    @Test
    void refusesAClientThatKnowsNoProfileOfOurs() {
        BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();
        server.send = toClient::add;
        server.endpoint.start(true, SERVER, CLIENT.fingerprint());
        OtherClient other = new OtherClient(new int[] {SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32});
        CompletableFuture.supplyAsync(() -> other.connect(toClient, server.endpoint), THREADS);
        assertThat(server.failure()).contains("handshake_failure");
    }

    @Test
    void refusesAnotherCertificateThanTheDescriptionNamed() {
        client.connectTo(server);
        server.endpoint.start(true, SERVER, SERVER.fingerprint());
        client.endpoint.start(false, CLIENT, SERVER.fingerprint());
        assertThat(server.failure()).contains("bad_certificate");
        assertThat(client.failure()).isNotEmpty();
    }

    @Test
    void theClientToo() {
        client.connectTo(server);
        server.endpoint.start(true, SERVER, CLIENT.fingerprint());
        client.endpoint.start(false, CLIENT, CLIENT.fingerprint());
        assertThat(client.failure()).contains("bad_certificate");
    }

    @Test
    void refusesAHashThatIsNotToBeTrusted() {
        client.connectTo(server);
        server.endpoint.start(
                true, SERVER, new Fingerprint("md5", CLIENT.fingerprint().value()));
        client.endpoint.start(false, CLIENT, SERVER.fingerprint());
        assertThat(server.failure()).contains("bad_certificate");
    }

    @Test
    void hearsGoodBye() throws Exception {
        client.connectTo(server);
        server.endpoint.start(true, SERVER, CLIENT.fingerprint());
        client.endpoint.start(false, CLIENT, SERVER.fingerprint());
        server.result.get(10, TimeUnit.SECONDS);
        client.result.get(10, TimeUnit.SECONDS);
        client.endpoint.close();
        client.endpoint.close();
        server.goodBye.get(5, TimeUnit.SECONDS);
        assertThat(client.goodBye).as("its own").isNotDone();
        assertThat(server.result).isCompleted();
    }

    /**
     * The answer may arrive while the close notification is still being sent, as on a machine that has just started.
     */
    @Test
    void theAnswerToAGoodByeIsNone() throws Exception {
        client.connectTo(server);
        server.endpoint.start(true, SERVER, CLIENT.fingerprint());
        client.endpoint.start(false, CLIENT, SERVER.fingerprint());
        server.result.get(10, TimeUnit.SECONDS);
        client.result.get(10, TimeUnit.SECONDS);
        server.threads = Runnable::run;
        client.threads = Runnable::run;
        client.endpoint.close();
        server.goodBye.get(5, TimeUnit.SECONDS);
        assertThat(client.goodBye).isNotDone();
    }

    /**
     * Datagrams forged under the address of one side. The participant's close notification still has its effect, so the
     * forged ones had none.
     */
    @Test
    void nothingThatAStrangerSendsEndsIt() {
        client.connectTo(server);
        server.endpoint.start(true, SERVER, CLIENT.fingerprint());
        client.endpoint.start(false, CLIENT, SERVER.fingerprint());
        assertThat(server.result).as("the server's handshake").succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(client.result).as("the client's handshake").succeedsWithin(10, TimeUnit.SECONDS);
        for (int version : new int[] {0xfefd, 0xfefe, 0xfeff, 0x0000}) {
            for (int type = 20; type < 26; type++) {
                for (int epoch = 0; epoch < 3; epoch++) {
                    for (int length : new int[] {0, 1, 2, 16, 23, 24, 31, 32, 64}) {
                        byte[] record = new byte[13 + length];
                        record[0] = (byte) type;
                        record[1] = (byte) (version >> 8);
                        record[2] = (byte) version;
                        record[4] = (byte) epoch;
                        record[9] = (byte) 0x80;
                        record[12] = (byte) length;
                        while (!server.endpoint.receive(record, 0, record.length) && isSound(record)) {
                            // The queue is full.
                            Thread.onSpinWait();
                        }
                    }
                }
            }
        }
        assertThat(server.goodBye).isNotDone();
        // The stranger's last records may still fill the queue. DTLS does not repeat a close notification.
        client.send = datagram -> {
            while (!server.endpoint.receive(datagram, 0, datagram.length)) {
                Thread.onSpinWait();
            }
        };
        client.endpoint.close();
        assertThat(server.goodBye).as("the client's close notification").succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(client.goodBye).isNotDone();
    }

    private static boolean isSound(byte[] record) {
        return HandshakeLimit.allows(record)
                && RecordHeaders.areSound(
                        record, RecordHeaders.shortest(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
    }

    @Test
    void survivesTheLossOfEveryFirstFlight() throws Exception {
        client.lose = count -> count < 2;
        server.lose = count -> count < 3;
        client.connectTo(server);
        server.endpoint.start(true, SERVER, CLIENT.fingerprint());
        client.endpoint.start(false, CLIENT, SERVER.fingerprint());
        assertThat(client.result.get(10, TimeUnit.SECONDS).keyingMaterial())
                .isEqualTo(server.result.get(10, TimeUnit.SECONDS).keyingMaterial());
    }

    @Test
    void survivesEverythingTwiceAndTheLossOfEachThird() throws Exception {
        client.lose = count -> count % 3 == 2;
        server.lose = count -> count % 3 == 1;
        client.twice = true;
        server.twice = true;
        client.connectTo(server);
        server.endpoint.start(true, SERVER, CLIENT.fingerprint());
        client.endpoint.start(false, CLIENT, SERVER.fingerprint());
        client.result.get(15, TimeUnit.SECONDS);
        server.result.get(15, TimeUnit.SECONDS);
    }

    /** The client sends each record in a datagram of its own, as some browsers did. Any one of them may be lost. */
    @Test
    void survivesTheLossOfAnyOneDatagram() throws Exception {
        shakeHandsWith((one, n) -> one.lose = count -> count == n);
    }

    @Test
    void survivesAnyTwoDatagramsOutOfOrder() throws Exception {
        shakeHandsWith((one, n) -> one.late = count -> count == n);
    }

    @Test
    void survivesAnyDatagramThatComesAfterItsWholeFlight() throws Exception {
        shakeHandsWith((one, n) -> {
            one.late = count -> count == n;
            one.lateness = 5;
        });
    }

    private interface Trouble {
        void make(End one, int datagram);
    }

    private static void shakeHandsWith(Trouble trouble) throws Exception {
        for (int n = 0; n < 12; n++) {
            for (boolean ofClient : new boolean[] {true, false}) {
                End client = new End();
                End server = new End();
                trouble.make(ofClient ? client : server, n);
                client.connectTo(server);
                server.endpoint.start(true, SERVER, CLIENT.fingerprint());
                client.endpoint.start(false, CLIENT, SERVER.fingerprint());
                String what = "datagram " + n + " of the " + (ofClient ? "client" : "server");
                assertThat(server.result).as(what).succeedsWithin(5, TimeUnit.SECONDS);
                assertThat(client.result).as(what).succeedsWithin(5, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void recordsOfBeforeTheStartWait() throws Exception {
        client.connectTo(server);
        client.endpoint.start(false, CLIENT, SERVER.fingerprint());
        assertThat(client.sent.poll(5, TimeUnit.SECONDS)).isNotNull();
        server.endpoint.start(true, SERVER, CLIENT.fingerprint());
        server.result.get(10, TimeUnit.SECONDS);
    }

    @Test
    void closingEndsAHandshakeThatNobodyAnswers() throws Exception {
        ExecutorService own = Executors.newSingleThreadExecutor();
        DtlsEndpoint endpoint = new DtlsEndpoint(own, (b, o, l) -> {}, server);
        endpoint.start(false, CLIENT, SERVER.fingerprint());
        endpoint.close();
        own.shutdown();
        assertThat(own.awaitTermination(5, TimeUnit.SECONDS))
                .as("its thread is free again")
                .isTrue();
        assertThat(server.result).as("nobody is told").isNotDone();
    }

    /** A participant who joins and never sends a record occupies no thread. */
    @Test
    void aServerBeginsWithTheFirstRecord() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        DtlsEndpoint endpoint = new DtlsEndpoint(task -> begun.incrementAndGet(), (b, o, l) -> {}, server);
        endpoint.start(true, SERVER, CLIENT.fingerprint());
        assertThat(begun).hasValue(0);
        endpoint.receive(new byte[] {22}, 0, 1);
        endpoint.receive(new byte[] {22}, 0, 1);
        assertThat(begun).hasValue(1);
    }

    /**
     * A fragment announces the length of its message. The library allocates that length at once, for 16 messages ahead.
     */
    @Test
    void aHandshakeTakesLittleMemoryWhateverItAnnounces() throws Exception {
        long[] allocated = {allocatedFor("ffffff"), allocatedFor("003f00")};
        System.out.printf(
                "32 records that announce messages of 16 MB: %d kB allocated; of 16 kB: %d kB%n",
                allocated[0] / 1024, allocated[1] / 1024);
        assertThat(allocated[0]).isLessThan(2 << 20);
        assertThat(allocated[1]).isBetween(14L * 16_000, 2L << 20);
    }

    private static long allocatedFor(String announcedLength) throws Exception {
        String header = "16fefd" + "0000" + "000000000000" + "000d";
        byte[] record = HexFormat.of().parseHex(header + "01" + announcedLength + "0000" + "000000" + "000001" + "aa");
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        CompletableFuture<Long> allocated = new CompletableFuture<>();
        DtlsEndpoint endpoint = new DtlsEndpoint(
                task -> THREADS.execute(() -> {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    task.run();
                    allocated.complete(threads.getCurrentThreadAllocatedBytes() - before);
                }),
                (b, o, l) -> {},
                new End());
        endpoint.start(true, SERVER, CLIENT.fingerprint());
        endpoint.receive(new byte[] {22, 0}, 0, 2);
        for (int i = 0; i < 32; i++) {
            record[10] = (byte) i;
            record[18] = (byte) (i % 16);
            endpoint.receive(record, 0, record.length);
        }
        // This record is accepted only when the handshake has read the others.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        for (int i = 0; i < 32 && System.nanoTime() < deadline; ) {
            i += endpoint.receive(new byte[] {22, 0}, 0, 2) ? 1 : 0;
        }
        endpoint.close();
        return allocated.get(5, TimeUnit.SECONDS);
    }

    @Test
    void aFloodOfRecordsIsDropped() throws Exception {
        client.connectTo(server);
        server.endpoint.start(true, SERVER, CLIENT.fingerprint());
        client.endpoint.start(false, CLIENT, SERVER.fingerprint());
        server.result.get(10, TimeUnit.SECONDS);
        byte[] nonsense = new byte[1200];
        nonsense[0] = 22;
        for (int i = 0; i < 100_000; i++) {
            nonsense[1 + i % 100] = (byte) i;
            server.endpoint.receive(nonsense, 0, 13 + i % 1187);
        }
        client.result.get(10, TimeUnit.SECONDS);
        client.endpoint.close();
        // The queue may be full of invalid records at this moment. The test checks only that nothing broke.
        assertThat(server.result).isCompleted();
    }

    private static final int packetLength = 50 + 16;

    private static SrtpSession session(DtlsResult result) {
        return new SrtpSession(result.profile(), result.keyingMaterial(), result.server());
    }

    private static byte[] packet(SrtpSession from) {
        byte[] packet = new byte[50 + SrtpSession.OVERHEAD];
        packet[0] = (byte) 0x80;
        packet[11] = 1;
        assertThat(from.rtpProtector(1).protect(packet, 0, 50)).isEqualTo(packetLength);
        return packet;
    }

    private interface Wire {
        void add(byte[] datagram);
    }

    private static final class End implements DtlsEndpoint.Listener {
        final CompletableFuture<DtlsResult> result = new CompletableFuture<>();
        final CompletableFuture<Void> goodBye = new CompletableFuture<>();
        final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
        final DtlsEndpoint endpoint;
        volatile Executor threads = THREADS;
        private final AtomicInteger count = new AtomicInteger();
        IntPredicate lose = n -> false;
        IntPredicate late = n -> false;
        int lateness = 1;
        boolean twice;
        Wire send = datagram -> {};
        private byte @Nullable [] delayed;
        private int delayedUntil;

        End() {
            endpoint = new DtlsEndpoint(task -> threads.execute(task), this::leave, this);
        }

        private void leave(byte[] buffer, int offset, int length) {
            byte[] datagram = Arrays.copyOfRange(buffer, offset, offset + length);
            sent.add(datagram);
            int number = count.getAndIncrement();
            if (late.test(number)) {
                delayed = datagram;
                delayedUntil = number + lateness;
                return;
            }
            if (!lose.test(number)) {
                send.add(datagram);
                if (twice) {
                    send.add(datagram);
                }
            }
            byte[] waiting = delayed;
            if (waiting != null && number >= delayedUntil) {
                delayed = null;
                send.add(waiting);
            }
        }

        void connectTo(End other) {
            send = d -> other.endpoint.receive(d, 0, d.length);
            other.send = d -> endpoint.receive(d, 0, d.length);
        }

        String failure() {
            try {
                throw new AssertionError(
                        "succeeded with " + result.get(10, TimeUnit.SECONDS).profile());
            } catch (ExecutionException e) {
                return e.getCause().getMessage();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onHandshakeComplete(DtlsResult done) {
            result.complete(done);
        }

        @Override
        public void onHandshakeFailed(String reason) {
            result.completeExceptionally(new IOException(reason));
        }

        @Override
        public void onCloseNotify() {
            goodBye.complete(null);
        }
    }

    /** A client with another implementation of DTLS. */
    private static final class OtherClient extends DefaultTlsClient {
        private final int[] profiles;
        private final DtlsPeer peer = new DtlsPeer(CLIENT, SERVER.fingerprint());

        OtherClient(int[] profiles) {
            super(CLIENT.crypto());
            this.profiles = profiles;
        }

        DTLSTransport connect(BlockingQueue<byte[]> incoming, DtlsEndpoint to) {
            try {
                return new DTLSClientProtocol().connect(this, new TestDatagrams() {
                    @Override
                    byte @Nullable [] next(int waitMillis) throws InterruptedException {
                        return incoming.poll(waitMillis, TimeUnit.MILLISECONDS);
                    }

                    @Override
                    public void send(byte[] buffer, int offset, int length) {
                        to.receive(buffer, offset, length);
                    }
                });
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        @SuppressWarnings({"rawtypes", "unchecked"})
        public Hashtable getClientExtensions() throws IOException {
            Hashtable extensions = super.getClientExtensions();
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, new byte[0]));
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                    peer.verify(certificate.getCertificate());
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) {
                    return peer.signer(context);
                }
            };
        }
    }
}
