package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.drop.DropCause;
import org.ducksoup.transport.ice.UdpEndpoint;
import org.ducksoup.transport.media.TrackSender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two connections of this transport over real sockets: one offers, one answers, as server and client do. */
class LoopbackConnectionTest {
    private static UdpEndpoint port;
    private static Ice4jPeerConnectionFactory servers;
    private static Ice4jPeerConnectionFactory clients;

    @BeforeAll
    static void open() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        Bitrate rate = new Bitrate(1_000_000);
        port = UdpEndpoint.shared(List.of(loopback), 0, List.of());
        servers = new Ice4jPeerConnectionFactory(port, rate);
        clients = new Ice4jPeerConnectionFactory(UdpEndpoint.perSession(loopback), rate);
    }

    @AfterAll
    static void close() {
        clients.close();
        servers.close();
    }

    @Test
    void mirrorsATrackAfterASecondOffer() throws Exception {
        Peer server = new Peer();
        Peer client = new Peer();
        try (PeerConnection offering = servers.open("server", server);
                PeerConnection answering = clients.open("client", client)) {
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            offering.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
            RtpSender microphone = answering.addTrack(new OutboundTrack("me", "mic", Codec.OPUS, "client"));
            answering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            answering.receive(MediaKind.VIDEO, List.of(Codec.VP8));

            negotiate(offering, answering);
            assertThat(server.connected.get(10, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CONNECTED);
            client.connected.get(10, TimeUnit.SECONDS);
            microphone.onPacket(packet(65435, 7), System.nanoTime());

            RtpReceiver track = server.tracks.poll(5, TimeUnit.SECONDS);
            assertThat(track.codec()).isEqualTo(Codec.OPUS);
            assertThat(track.trackId()).isEqualTo("mic");

            RtpSender echo = offering.addTrack(new OutboundTrack("me", "mic", Codec.OPUS, "client"));
            negotiate(offering, answering);
            track.forwardTo(echo);
            // The numbers pass the 16-bit limit, which both sides must handle.
            for (int i = 0; i < 200; i++) {
                microphone.onPacket(packet((65436 + i) & 0xffff, i), System.nanoTime());
                // Packets are sent no faster than they arrive, because a socket's buffer has room for a few only.
                long sent = i + 2;
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> track.statistics().packets() >= sent - 5);
            }
            RtpReceiver back = client.tracks.poll(5, TimeUnit.SECONDS);
            assertThat(back.codec()).isEqualTo(Codec.OPUS);
            assertThat(server.keyFrameRequests).isEmpty();
            await().untilAsserted(() -> assertThat(back.statistics().packets()).isBetween(190L, 201L));
            assertThat(echo.statistics().packets()).isBetween(190L, 201L);
            assertThat(back.statistics().lost()).isLessThan(5);
        }
    }

    /** The server hears how loud each packet is, and its participants do not. */
    @Test
    void hearsHowLoudAVoiceIsAndKeepsItToItself() throws Exception {
        Peer server = new Peer();
        Peer client = new Peer();
        try (PeerConnection offering = servers.open("server", server);
                PeerConnection answering = clients.open("client", client)) {
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            TrackSender microphone =
                    (TrackSender) answering.addTrack(new OutboundTrack("me", "mic", Codec.OPUS, "client"));
            microphone.sayLevels(arrivalNanos -> (int) (arrivalNanos % 128));
            answering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            negotiate(offering, answering, OfferOptions.PLAIN);
            server.connected.get(10, TimeUnit.SECONDS);
            client.connected.get(10, TimeUnit.SECONDS);
            microphone.onPacket(packet(1, 7), 40);
            RtpReceiver track = server.tracks.poll(5, TimeUnit.SECONDS);
            BlockingQueue<Integer> levels = new LinkedBlockingQueue<>();
            track.listen((level, arrivalNanos) -> levels.add(level));
            assertThat(track.hasAudioLevel()).isFalse();

            RtpSender echo = offering.addTrack(new OutboundTrack("me", "mic", Codec.OPUS, "client"));
            negotiate(offering, answering, OfferOptions.PLAIN.withAudioLevels(true));
            assertThat(track.hasAudioLevel()).isTrue();
            track.forwardTo(echo);
            BlockingQueue<Integer> lengths = new LinkedBlockingQueue<>();
            microphone.onPacket(packet(2, 8), 127);
            RtpReceiver back = client.tracks.poll(5, TimeUnit.SECONDS);
            assertThat(back.hasAudioLevel()).isFalse();
            back.forwardTo((packet, arrivalNanos) -> lengths.add(packet.extensionLength(5)));
            microphone.onPacket(packet(3, 8), 0);
            microphone.onPacket(packet(4, 8), 20);
            assertThat(levels.poll(5, TimeUnit.SECONDS)).isEqualTo(127);
            assertThat(levels.poll(5, TimeUnit.SECONDS)).isEqualTo(0);
            assertThat(levels.poll(5, TimeUnit.SECONDS)).isEqualTo(20);
            assertThat(lengths.poll(5, TimeUnit.SECONDS)).isEqualTo(-1);

            negotiate(offering, answering, OfferOptions.PLAIN);
            assertThat(track.hasAudioLevel()).isFalse();
        }
    }

    @Test
    void restartsIceWhileMediaGoesOn() throws Exception {
        Peer server = new Peer();
        Peer client = new Peer();
        try (PeerConnection offering = servers.open("server", server);
                PeerConnection answering = clients.open("client", client)) {
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            RtpSender microphone = answering.addTrack(new OutboundTrack("me", "mic", Codec.OPUS, "client"));
            SessionDescription first = negotiate(offering, answering);
            server.connected.get(10, TimeUnit.SECONDS);
            client.connected.get(10, TimeUnit.SECONDS);
            microphone.onPacket(packet(1, 7), System.nanoTime());
            RtpReceiver track = server.tracks.poll(5, TimeUnit.SECONDS);

            SessionDescription restart = offering.createOffer(OfferOptions.ICE_RESTART);

            assertThat(credentials(restart)).hasSize(2).doesNotContainAnyElementsOf(credentials(first));
            microphone.onPacket(packet(2, 8), System.nanoTime());
            await().untilAsserted(() -> assertThat(track.statistics().packets()).isEqualTo(2));
        }
    }

    /** Somebody else reloads while this participant's network has changed and no new way is found yet. */
    @Test
    void aRestartThatIsUnderWaySurvivesAnotherOffer() throws Exception {
        Peer server = new Peer();
        Peer client = new Peer();
        try (PeerConnection offering = servers.open("server", server);
                PeerConnection answering = clients.open("client", client)) {
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            SessionDescription first = negotiate(offering, answering);
            server.connected.get(10, TimeUnit.SECONDS);
            SessionDescription restart = offering.createOffer(OfferOptions.ICE_RESTART);
            offering.setAnswer(answering.createAnswer(restart));

            for (int i = 0; i < 2; i++) {
                SessionDescription plain = offering.createOffer(OfferOptions.PLAIN);
                assertThat(credentials(plain))
                        .as("a browser takes other credentials for another restart")
                        .isEqualTo(credentials(restart))
                        .isNotEqualTo(credentials(first));
                offering.setAnswer(answering.createAnswer(plain));
            }
        }
    }

    /** libwebrtc goes over to another codec when an encoder in hardware fails. */
    @Test
    void followsABrowserToAnotherCodec() throws Exception {
        Peer server = new Peer();
        Peer client = new Peer();
        try (PeerConnection offering = servers.open("server", server);
                PeerConnection answering = clients.open("client", client)) {
            offering.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
            RtpSender first = answering.addTrack(new OutboundTrack("me", "cam", Codec.H264, "client"));
            negotiate(offering, answering);
            server.connected.get(10, TimeUnit.SECONDS);
            client.connected.get(10, TimeUnit.SECONDS);
            first.onPacket(packet(1, 7), System.nanoTime());
            RtpReceiver before = server.tracks.poll(5, TimeUnit.SECONDS);
            assertThat(before.codec()).isEqualTo(Codec.H264);
            answering.removeTrack(first);
            RtpSender second = answering.addTrack(new OutboundTrack("me", "cam", Codec.VP8, "client"));
            negotiate(offering, answering);
            int[] sequenceNumber = {100};
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                second.onPacket(packet(++sequenceNumber[0], 8), System.nanoTime());
                return !server.tracks.isEmpty();
            });
            RtpReceiver after = server.tracks.poll();
            assertThat(after.codec()).isEqualTo(Codec.VP8);
            second.onPacket(packet(++sequenceNumber[0], 8), System.nanoTime());
            await().untilAsserted(() -> assertThat(after.statistics().packets()).isBetween(2L, 3L));
            assertThat(before.statistics().packets()).isEqualTo(1);
            assertThat(server.tracks).isEmpty();
        }
    }

    /** RFC 8445 section 9: an ICE restart is known by a new user name and a new password. */
    private static List<String> credentials(SessionDescription description) {
        return description
                .sdp()
                .lines()
                .filter(line -> line.startsWith("a=ice-ufrag:") || line.startsWith("a=ice-pwd:"))
                .distinct()
                .toList();
    }

    /** One thread receives for everybody, so a bug in one interaction must not end it. */
    @Test
    void goesOnReceivingAfterASinkThatThrows() throws Exception {
        Peer server = new Peer();
        Peer client = new Peer();
        try (PeerConnection offering = servers.open("server", server);
                PeerConnection answering = clients.open("client", client)) {
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            RtpSender microphone = answering.addTrack(new OutboundTrack("me", "mic", Codec.OPUS, "client"));
            negotiate(offering, answering);
            server.connected.get(10, TimeUnit.SECONDS);
            client.connected.get(10, TimeUnit.SECONDS);
            microphone.onPacket(packet(1, 7), System.nanoTime());
            RtpReceiver track = server.tracks.poll(5, TimeUnit.SECONDS);
            track.forwardTo((packet, arrival) -> {
                throw new IllegalStateException("a bug, as this test wants it");
            });
            for (int i = 2; i < 4; i++) {
                microphone.onPacket(packet(i, 7), System.nanoTime());
            }
            await().untilAsserted(() -> assertThat(track.statistics().packets()).isEqualTo(3));
            assertThat(port.dropped().of(DropCause.HANDLER_FAILED))
                    .as("the first may have come to the sink, too: a track is told of before its first packet")
                    .isBetween(2L, 3L);
        }
    }

    /** An attacker in between has a certificate, too, but not the one in the participant's description. */
    @Test
    void anotherCertificateGetsNoMediaAndTheStateSaysSo() throws Exception {
        Peer server = new Peer();
        Peer client = new Peer();
        try (PeerConnection offering = servers.open("server", server);
                PeerConnection answering = clients.open("client", client)) {
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            RtpSender speaker = offering.addTrack(new OutboundTrack("other", "voice", Codec.OPUS, "server"));
            RtpSender microphone = answering.addTrack(new OutboundTrack("me", "mic", Codec.OPUS, "client"));
            String answer = answering
                    .createAnswer(offering.createOffer(OfferOptions.PLAIN))
                    .sdp();
            int digit = answer.indexOf("a=fingerprint:sha-256 ") + "a=fingerprint:sha-256 ".length();
            String other = answer.charAt(digit) == 'A' ? "B" : "A";
            offering.setAnswer(
                    SessionDescription.answer(answer.substring(0, digit) + other + answer.substring(digit + 1)));

            assertThat(server.connected.get(10, TimeUnit.SECONDS)).isEqualTo(ConnectionState.FAILED);
            assertThat(client.connected.get(10, TimeUnit.SECONDS)).isEqualTo(ConnectionState.FAILED);
            microphone.onPacket(packet(1, 7), System.nanoTime());
            speaker.onPacket(packet(1, 7), System.nanoTime());
            assertThat(server.tracks.poll(300, TimeUnit.MILLISECONDS)).isNull();
            assertThat(client.tracks).isEmpty();
            assertThat(speaker.statistics().packets()).isZero();
        }
    }

    /** Two offers cross: the answer to the own one is still judged by what that one said. */
    @Test
    void anOfferIsNotAnsweredWhileTheOwnOneIsOutstanding() throws Exception {
        Peer server = new Peer();
        Peer client = new Peer();
        try (PeerConnection offering = servers.open("server", server);
                PeerConnection answering = clients.open("client", client)) {
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            answering.receive(MediaKind.VIDEO, List.of(Codec.VP8));
            SessionDescription offer = offering.createOffer(OfferOptions.PLAIN);
            SessionDescription answer = answering.createAnswer(offer);
            assertThatThrownBy(() -> offering.createAnswer(SessionDescription.offer(answer.sdp())))
                    .isInstanceOf(PeerConnectionException.class)
                    .hasMessageContaining("outstanding");
            offering.setAnswer(answer);
            assertThat(offering.accepted(MediaKind.AUDIO)).containsExactly(Codec.OPUS);
        }
    }

    /** Gives the offer. */
    private static SessionDescription negotiate(PeerConnection offering, PeerConnection answering) throws Exception {
        return negotiate(offering, answering, OfferOptions.PLAIN);
    }

    private static SessionDescription negotiate(PeerConnection offering, PeerConnection answering, OfferOptions options)
            throws Exception {
        SessionDescription offer = offering.createOffer(options);
        offering.setAnswer(answering.createAnswer(offer));
        return offer;
    }

    private static RtpPacket packet(int sequenceNumber, int payload) {
        byte[] bytes = new byte[112];
        RtpPacket.writeFixedHeader(bytes, 0, false, 111, sequenceNumber, 960L * sequenceNumber, 42, false);
        bytes[12] = (byte) payload;
        RtpPacket packet = new RtpPacket();
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
        return packet;
    }

    private static final class Peer implements PeerConnectionListener {
        final CompletableFuture<ConnectionState> connected = new CompletableFuture<>();
        final BlockingQueue<RtpReceiver> tracks = new LinkedBlockingQueue<>();
        final BlockingQueue<String> keyFrameRequests = new LinkedBlockingQueue<>();

        @Override
        public void onLocalCandidate(IceCandidate candidate) {}

        @Override
        public void onStateChange(ConnectionState state) {
            if (state == ConnectionState.CONNECTED || state == ConnectionState.FAILED) {
                connected.complete(state);
            }
        }

        @Override
        public void onTrack(RtpReceiver receiver) {
            tracks.add(receiver);
        }
    }
}
