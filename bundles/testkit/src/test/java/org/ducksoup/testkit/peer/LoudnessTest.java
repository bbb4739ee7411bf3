package org.ducksoup.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.ServerMessage;
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
import org.ducksoup.transport.Ice4jPeerConnectionFactory;
import org.ducksoup.transport.ice.UdpEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a server that asks for it hears of a participant's loudness. */
class LoudnessTest {
    private static Ice4jPeerConnectionFactory transport;
    private static HeadlessClients clients;

    @BeforeAll
    static void open() throws Exception {
        UdpEndpoint endpoint = UdpEndpoint.shared(List.of(InetAddress.getLoopbackAddress()), 0, List.of());
        transport = new Ice4jPeerConnectionFactory(endpoint, new Bitrate(2_000_000));
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void close() {
        clients.close();
        transport.close();
    }

    private static final ParticipantOptions SOMEBODY =
            ParticipantOptions.mirror("room", "me").withoutVideo();

    private static final Loudness HALF_A_SECOND =
            Loudness.SILENT.speaking(Duration.ofMillis(300), Duration.ofMillis(800));

    @Test
    void speaksWhenItShall() {
        Loudness twice = HALF_A_SECOND.speaking(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(List.of(0, 299, 300, 799, 800, 1999, 2000, 2999, 3000))
                .extracting(millis -> twice.at(Duration.ofMillis(millis)))
                .containsExactly(127, 127, 20, 20, 127, 127, 20, 20, 127);
    }

    @Test
    void theServerHearsWhenAParticipantSpeaks() throws Exception {
        Server server = new Server();
        try (HeadlessParticipant participant = clients.join(server::open, SOMEBODY.speaking(HALF_A_SECOND))) {
            participant.await(Milestone.CONNECTED);
            RtpReceiver track = server.tracks.poll(20, TimeUnit.SECONDS);
            assertThat(track.hasAudioLevel()).isTrue();
            List<Integer> heard = new ArrayList<>();
            while (heard.size() < 60) {
                heard.add(server.levels.poll(20, TimeUnit.SECONDS));
            }
            int begin = heard.indexOf(20);
            int end = heard.lastIndexOf(20) + 1;
            assertThat(heard).containsOnly(127, 20);
            assertThat(heard.subList(begin, end)).containsOnly(20);
            // A packet every 20 ms. A busy machine sends some late, and then several at a time.
            assertThat(begin).isBetween(1, 16);
            assertThat(end - begin).isBetween(10, 40);
        } finally {
            server.close();
        }
    }

    @Test
    void aClientThatKnowsNoRfc6464IsHeardWithoutIt() throws Exception {
        for (ParticipantOptions options :
                List.of(SOMEBODY, SOMEBODY.speaking(HALF_A_SECOND).withoutLoudness())) {
            Server server = new Server();
            try (HeadlessParticipant participant = clients.join(server::open, options)) {
                participant.await(Milestone.CONNECTED);
                RtpReceiver track = server.tracks.poll(20, TimeUnit.SECONDS);
                assertThat(track.hasAudioLevel()).isFalse();
                assertThat(server.packets.tryAcquire(20, 20, TimeUnit.SECONDS)).isTrue();
                assertThat(server.levels).isEmpty();
            } finally {
                server.close();
            }
        }
    }

    /** Makes one offer, which asks for the loudness, and listens. */
    private static final class Server implements PeerConnectionListener {
        final BlockingQueue<RtpReceiver> tracks = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> levels = new LinkedBlockingQueue<>();
        final Semaphore packets = new Semaphore(0);
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final PeerConnection connection;

        Server() throws PeerConnectionException {
            connection = transport.open("server", this);
            connection.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        }

        CompletableFuture<SignalingSocket> open(SignalingSocket.Listener participant) {
            return CompletableFuture.completedFuture(new SignalingSocket() {
                @Override
                public void send(String text) {
                    thread.execute(() -> onFrame(Frames.read(text), participant));
                }

                @Override
                public void close() {}
            });
        }

        private void onFrame(JsonNode frame, SignalingSocket.Listener participant) {
            try {
                if (frame.path("kind").asText().equals("join")) {
                    ServerMessage offer =
                            new ServerMessage.Offer(connection.createOffer(OfferOptions.PLAIN.withAudioLevels(true)));
                    participant.onText(Frames.of(offer).toString());
                } else if (frame.path("kind").asText().equals("client_answer")) {
                    JsonNode answer = Frames.read(frame.path("payload").asText());
                    connection.setAnswer(
                            SessionDescription.answer(answer.path("sdp").asText()));
                }
            } catch (PeerConnectionException e) {
                throw new IllegalStateException(e);
            }
        }

        void close() {
            connection.close();
            thread.shutdown();
        }

        @Override
        public void onLocalCandidate(IceCandidate candidate) {}

        @Override
        public void onStateChange(ConnectionState state) {}

        @Override
        public void onTrack(RtpReceiver receiver) {
            receiver.listen((level, arrivalNanos) -> levels.add(level));
            receiver.forwardTo((packet, arrivalNanos) -> packets.release());
            tracks.add(receiver);
        }
    }
}
