package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.transport.ice.UdpEndpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many connections are made at the same time. Each answer arrives some milliseconds after the first checks of its
 * client.
 */
class SimultaneousConnectionsTest {
    private static final int AT_ONCE = 60;

    @Test
    void sixtyAtOnce() throws Exception {
        connect(1);
    }

    @Tag("long")
    @Test
    void sixtyAtOnceManyTimes() throws Exception {
        connect(30);
    }

    private static void connect(int rounds) throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        Bitrate rate = new Bitrate(1_000_000);
        Random random = new Random(7);
        ScheduledExecutorService signaling = Executors.newScheduledThreadPool(2);
        try (Ice4jPeerConnectionFactory servers =
                        new Ice4jPeerConnectionFactory(UdpEndpoint.shared(List.of(loopback), 0, List.of()), rate);
                Ice4jPeerConnectionFactory clients =
                        new Ice4jPeerConnectionFactory(UdpEndpoint.perSession(loopback), rate)) {
            for (int round = 0; round < rounds; round++) {
                List<Pair> pairs = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    Pair pair = new Pair(servers, clients, "round " + round + " pair " + i);
                    pairs.add(pair);
                    pair.answerDelayMillis = random.nextInt(4000);
                    pair.signaling = signaling;
                    signaling.schedule(pair::offer, random.nextInt(100), TimeUnit.MILLISECONDS);
                }
                for (Pair pair : pairs) {
                    pair.awaitConnected();
                }
                pairs.forEach(Pair::close);
            }
        } finally {
            signaling.shutdownNow();
        }
    }

    private static final class Pair {
        final Peer server;
        final Peer client;
        final PeerConnection offering;
        final PeerConnection answering;
        int answerDelayMillis;
        ScheduledExecutorService signaling;

        Pair(Ice4jPeerConnectionFactory servers, Ice4jPeerConnectionFactory clients, String name) throws Exception {
            server = new Peer(name + " server");
            client = new Peer(name + " client");
            offering = servers.open(server.name, server);
            answering = clients.open(client.name, client);
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            answering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        }

        void offer() {
            try {
                SessionDescription answer = answering.createAnswer(offering.createOffer(OfferOptions.PLAIN));
                signaling.schedule(() -> accept(answer), answerDelayMillis, TimeUnit.MILLISECONDS);
            } catch (PeerConnectionException e) {
                client.connected.completeExceptionally(e);
            }
        }

        private void accept(SessionDescription answer) {
            try {
                offering.setAnswer(answer);
            } catch (PeerConnectionException e) {
                server.connected.completeExceptionally(e);
            }
        }

        void awaitConnected() throws Exception {
            for (Peer peer : List.of(server, client)) {
                try {
                    assertThat(peer.connected.get(15, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CONNECTED);
                } catch (TimeoutException e) {
                    throw new AssertionError(
                            peer.name + " is not connected; answered after " + answerDelayMillis + " ms; "
                                    + server.events + client.events + " " + offering.state() + " "
                                    + answering.state() + " "
                                    + Map.of("threads", Thread.activeCount()),
                            e);
                }
            }
        }

        void close() {
            offering.close();
            answering.close();
        }
    }

    private static final class Peer implements PeerConnectionListener {
        final String name;
        final CompletableFuture<ConnectionState> connected = new CompletableFuture<>();
        final List<String> events = java.util.Collections.synchronizedList(new ArrayList<>());

        Peer(String name) {
            this.name = name;
        }

        @Override
        public void onLocalCandidate(IceCandidate candidate) {}

        @Override
        public void onSelectedCandidatePair(String local, String remote) {
            events.add(local + " <-> " + remote);
        }

        @Override
        public void onStateChange(ConnectionState state) {
            events.add(state.toString());
            if (state == ConnectionState.CONNECTED || state == ConnectionState.FAILED) {
                connected.complete(state);
            }
        }

        @Override
        public void onTrack(RtpReceiver receiver) {}
    }
}
