package org.ducksoup.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OfferOptions;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.ice.UdpEndpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server on an IPv4 and an IPv6 address, with a third address from outside. Clients connect to any of them. */
class LocalAddressesTest {
    private static final Bitrate RATE = new Bitrate(1_000_000);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void callsOverEitherAddress(String text) throws Exception {
        InetAddress address = InetAddress.getByName(text);
        List<InetAddress> local = List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
        Peer server = new Peer();
        Peer client = new Peer();
        try (Ice4jPeerConnectionFactory servers = new Ice4jPeerConnectionFactory(
                        UdpEndpoint.shared(local, 0, List.of(InetAddress.getByName("203.0.113.7"))), RATE);
                Ice4jPeerConnectionFactory clients =
                        new Ice4jPeerConnectionFactory(UdpEndpoint.perSession(address), RATE);
                PeerConnection offering = servers.open("server", server);
                PeerConnection answering = clients.open("client", client)) {
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            RtpSender microphone = answering.addTrack(new OutboundTrack("me", "mic", Codec.OPUS, "client"));
            String offer = offering.createOffer(OfferOptions.PLAIN).sdp();
            assertThat(offer.lines().filter(line -> line.startsWith("a=candidate:")))
                    .anyMatch(line -> line.contains(" 127.0.0.1 ") && line.contains("typ host"))
                    .anyMatch(line -> line.contains(" 0:0:0:0:0:0:0:1 ") && line.contains("typ host"))
                    .anyMatch(line -> line.contains(" 203.0.113.7 ") && line.contains("typ host"));
            // A client of one address family cannot use the others' candidates.
            String usable = String.join(
                    "\r\n",
                    offer.lines()
                            .filter(line -> !line.startsWith("a=candidate:")
                                    || line.contains(" " + address.getHostAddress() + " "))
                            .toList());
            String answer = answering
                    .createAnswer(SessionDescription.offer(usable + "\r\n"))
                    .sdp();
            // Browsers that hide their address send such a name. It is neither looked up nor waited for.
            String hidden = answer.replaceAll(
                    "(a=candidate:\\S+ 1 udp \\d+ )\\S+ ", "$16c6b1b57-8a5e-4a8e-9f87-5f4d7ac2f0a2.local ");
            assertThat(hidden).contains(".local ").isNotEqualTo(answer);
            long begin = System.nanoTime();
            offering.setAnswer(SessionDescription.answer(hidden));
            offering.addRemoteCandidate(new IceCandidate(
                    "candidate:1 1 udp 2122194687 6c6b1b57-8a5e-4a8e-9f87-5f4d7ac2f0a2.local 46154 typ host",
                    "0",
                    0,
                    null));
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(1000);

            assertThat(server.connected.get(10, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CONNECTED);
            assertThat(client.connected.get(10, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CONNECTED);
            byte[] bytes = new byte[112];
            RtpPacket.writeFixedHeader(bytes, 0, false, 111, 1, 960, 42, false);
            RtpPacket packet = new RtpPacket();
            assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
            microphone.onPacket(packet, System.nanoTime());
            assertThat(server.track.get(5, TimeUnit.SECONDS).kind()).isEqualTo(MediaKind.AUDIO);
        }
    }

    private static final class Peer implements PeerConnectionListener {
        final CompletableFuture<ConnectionState> connected = new CompletableFuture<>();
        final CompletableFuture<RtpReceiver> track = new CompletableFuture<>();

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
            track.complete(receiver);
        }
    }
}
