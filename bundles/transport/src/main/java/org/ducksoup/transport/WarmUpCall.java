package org.ducksoup.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.transport.udp.UdpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of this server with itself over its own port. They load everything that a first join needs, and run it until most
 * of it is compiled, so that the first participants do not wait for that.
 */
final class WarmUpCall {
    private static final Logger LOGGER = LoggerFactory.getLogger(WarmUpCall.class);
    private static final long PATIENCE_MILLIS = 2000;
    private static final int PACKETS = 500;
    private static final int FEW_PACKETS = 5;

    /** With more of them the first crowd after a start is no faster; together they take some 0.2 s. */
    private static final int CALLS = 12;

    private WarmUpCall() {}

    /**
     * Makes the calls, one after the other. A machine whose firewall does not let it reach itself starts all the same.
     *
     * @param client with ports of its own on an address that reaches the server's
     */
    static void run(Ice4jPeerConnectionFactory server, Ice4jPeerConnectionFactory client) {
        boolean answered = call(server, client, PACKETS);
        for (int i = 1; answered && i < CALLS; i++) {
            answered = call(server, client, FEW_PACKETS);
        }
    }

    /** Returns whether it was answered. */
    private static boolean call(Ice4jPeerConnectionFactory server, Ice4jPeerConnectionFactory client, int packets) {
        CountDownLatch connected = new CountDownLatch(2);
        CountDownLatch heard = new CountDownLatch(1);
        try (PeerConnection offering = server.open("warm-up", new Side(connected, heard));
                PeerConnection answering = client.open("warm-up", new Side(connected, heard))) {
            offering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            offering.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
            RtpSender microphone = answering.addTrack(new OutboundTrack("warm-up", "sound", Codec.OPUS, "warm-up"));
            answering.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            offering.setAnswer(answering.createAnswer(offering.createOffer(OfferOptions.PLAIN)));
            if (connected.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                send(microphone, 0);
                offering.addTrack(new OutboundTrack("warm-up", "echo", Codec.OPUS, "warm-up"));
                offering.setAnswer(answering.createAnswer(offering.createOffer(OfferOptions.PLAIN)));
                for (int i = 1; i < packets; i++) {
                    send(microphone, i);
                }
                // Lost packets are no failure: only the code of their way is not loaded yet.
                heard.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                return true;
            }
            LOGGER.warn(
                    "a call of this server to itself was not answered on UDP {}; the first joins may take longer",
                    server.listening());
        } catch (PeerConnectionException e) {
            LOGGER.warn("this server could not call itself; the first joins may take longer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static void send(RtpSender microphone, int number) {
        byte[] bytes = new byte[112];
        RtpPacket.writeFixedHeader(bytes, 0, false, 111, number, 960L * number, 1, false);
        RtpPacket packet = new RtpPacket();
        packet.wrap(bytes, 0, bytes.length);
        microphone.onPacket(packet, System.nanoTime());
    }

    /** The address by which this machine reaches the server: IPv4 before IPv6, loopback before the network. */
    static InetAddress addressOf(Ice4jPeerConnectionFactory server) {
        return server.listening().stream()
                .map(UdpAddress::address)
                .min(Comparator.comparing((InetAddress address) -> !(address instanceof Inet4Address))
                        .thenComparing(address -> !address.isLoopbackAddress()))
                .orElseThrow();
    }

    private record Side(CountDownLatch connected, CountDownLatch heard) implements PeerConnectionListener {
        @Override
        public void onLocalCandidate(IceCandidate candidate) {}

        @Override
        public void onStateChange(ConnectionState state) {
            if (state == ConnectionState.CONNECTED) {
                connected.countDown();
            }
        }

        @Override
        public void onTrack(RtpReceiver receiver) {
            heard.countDown();
        }
    }
}
