package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.drop.DroppedPackets;
import org.ducksoup.transport.ice.StunMessages;
import org.ducksoup.transport.ice.UdpEndpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Participants connect while strangers flood the port with ClientHellos and STUN requests, 10 000 a second, from many
 * addresses.
 */
class HandshakeFloodTest {
    private static final int PER_SECOND = 10_000;
    private static final int STRANGERS = 100;
    private static final int AT_ONCE = 10;

    @Test
    void oneHundredHandshakes() throws Exception {
        connect(100);
    }

    @Tag("long")
    @Test
    void fiveHundredHandshakes() throws Exception {
        connect(500);
    }

    private static void connect(int handshakes) throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        Bitrate rate = new Bitrate(1_000_000);
        UdpEndpoint port = UdpEndpoint.shared(List.of(loopback), 0, List.of());
        try (Ice4jPeerConnectionFactory servers = new Ice4jPeerConnectionFactory(port, rate);
                Ice4jPeerConnectionFactory clients =
                        new Ice4jPeerConnectionFactory(UdpEndpoint.perSession(loopback), rate);
                Flood flood = new Flood(port.addresses().get(0).port())) {
            long begin = System.nanoTime();
            long slowest = 0;
            int done = 0;
            while (done < handshakes) {
                List<Pair> pairs = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    pairs.add(new Pair(servers, clients, flood));
                }
                for (Pair pair : pairs) {
                    slowest = Math.max(slowest, pair.awaitConnected());
                    done++;
                }
                pairs.forEach(Pair::close);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            DroppedPackets dropped = port.dropped();
            System.out.printf(
                    "%d handshakes of %d in %.1f s, the slowest took %d ms, beside %d datagrams of strangers, %.0f a second; "
                            + "STUN refused: %d%n",
                    done,
                    handshakes,
                    seconds,
                    slowest / 1_000_000,
                    flood.sent.get(),
                    flood.sent.get() / seconds,
                    dropped.of(DropCause.STUN_STRANGER));
            assertThat(done).isEqualTo(handshakes);
            assertThat(flood.sent.get() / seconds)
                    .as("strangers' datagrams a second")
                    .isGreaterThan(PER_SECOND * 0.8);
            assertThat(dropped.of(DropCause.STUN_STRANGER)).isPositive();
            assertThat(dropped.of(DropCause.DTLS_FLOOD))
                    .as("ClientHellos that got through")
                    .isZero();
        }
    }

    /**
     * Half of the datagrams are real ClientHellos; the other half are STUN requests for an existing session with a
     * wrong password.
     */
    private static final class Flood implements AutoCloseable {
        final AtomicLong sent = new AtomicLong();
        private final List<DatagramSocket> strangers = new ArrayList<>();
        private final int port;
        private final Thread thread = new Thread(this::run, "flood");
        private volatile boolean over;
        volatile String ufrag = "none";

        Flood(int port) throws Exception {
            this.port = port;
            for (int i = 0; i < STRANGERS; i++) {
                strangers.add(new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 9, (byte) i, 1})));
            }
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            try {
                byte[] input = Files.readAllBytes(Path.of("src/test/resources/fuzz/dtls/seed-flights-1"));
                byte[] hello = java.util.Arrays.copyOfRange(input, 2, input.length);
                InetAddress server = InetAddress.getByName("127.0.0.1");
                byte[] stun = new byte[0];
                String signedFor = "";
                long begin = System.nanoTime();
                for (long i = 0; !over; i++) {
                    if (!signedFor.equals(ufrag)) {
                        signedFor = ufrag;
                        stun = StunMessages.check(signedFor, "this is a guess of the password");
                    }
                    byte[] datagram = i % 2 == 0 ? hello : stun;
                    strangers
                            .get((int) (i / 2 % STRANGERS))
                            .send(new DatagramPacket(datagram, datagram.length, server, port));
                    sent.incrementAndGet();
                    long ahead = begin + i * (1_000_000_000L / PER_SECOND) - System.nanoTime();
                    if (ahead > 2_000_000) {
                        LockSupport.parkNanos(ahead);
                    }
                }
            } catch (java.io.IOException e) {
                if (!over) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }

        @Override
        public void close() {
            over = true;
            strangers.forEach(DatagramSocket::close);
        }
    }

    private static final class Pair {
        private final Peer server = new Peer();
        private final Peer client = new Peer();
        private final PeerConnection offering;
        private final PeerConnection answering;
        private final long begin = System.nanoTime();

        Pair(Ice4jPeerConnectionFactory servers, Ice4jPeerConnectionFactory clients, Flood flood) throws Exception {
            offering = servers.open("server", server);
            answering = clients.open("client", client);
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            answering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            var offer = offering.createOffer(OfferOptions.PLAIN);
            flood.ufrag = offer.sdp()
                    .lines()
                    .filter(line -> line.startsWith("a=ice-ufrag:"))
                    .findFirst()
                    .orElseThrow()
                    .substring("a=ice-ufrag:".length());
            offering.setAnswer(answering.createAnswer(offer));
        }

        long awaitConnected() throws Exception {
            assertThat(server.connected.get(15, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CONNECTED);
            assertThat(client.connected.get(15, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CONNECTED);
            return Math.max(server.nanos, client.nanos) - begin;
        }

        void close() {
            offering.close();
            answering.close();
        }
    }

    private static final class Peer implements PeerConnectionListener {
        final CompletableFuture<ConnectionState> connected = new CompletableFuture<>();
        volatile long nanos;

        @Override
        public void onLocalCandidate(IceCandidate candidate) {}

        @Override
        public void onStateChange(ConnectionState state) {
            if (state == ConnectionState.CONNECTED || state == ConnectionState.FAILED) {
                nanos = System.nanoTime();
                connected.complete(state);
            }
        }

        @Override
        public void onTrack(RtpReceiver receiver) {}
    }
}
