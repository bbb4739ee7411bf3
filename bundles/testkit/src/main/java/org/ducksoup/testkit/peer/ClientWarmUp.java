package org.ducksoup.testkit.peer;

import java.io.IOException;
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
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.PeerConnectionFactory;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.transport.Ice4jPeerConnectionFactory;
import org.ducksoup.transport.ice.UdpEndpoint;

/** Connects to itself once, so that the times of the first participant are not those of cold client code. */
final class ClientWarmUp {
    private static final long PATIENCE_SECONDS = 20;

    private ClientWarmUp() {}

    static void run(PeerConnectionFactory clients, InetAddress address) {
        try (Ice4jPeerConnectionFactory servers = new Ice4jPeerConnectionFactory(
                UdpEndpoint.shared(List.of(address), 0, List.of()), new Bitrate(1_000_000))) {
            Outcome outcome = new Outcome();
            try (PeerConnection server = servers.open("warm-up", new Outcome());
                    PeerConnection client = clients.open("warm-up", outcome)) {
                server.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
                client.addTrack(new OutboundTrack("warm", "up", Codec.OPUS, "warm-up"));
                server.setAnswer(client.createAnswer(server.createOffer(OfferOptions.PLAIN)));
                outcome.connected.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (IOException | PeerConnectionException e) {
            throw new IllegalStateException("clients do not work on this machine", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("clients cannot connect on this machine", e);
        }
    }

    private static final class Outcome implements PeerConnectionListener {
        private final CompletableFuture<ConnectionState> connected = new CompletableFuture<>();

        @Override
        public void onLocalCandidate(IceCandidate candidate) {}

        @Override
        public void onStateChange(ConnectionState state) {
            if (state == ConnectionState.CONNECTED) {
                connected.complete(state);
            } else if (state == ConnectionState.FAILED) {
                connected.completeExceptionally(new IllegalStateException("failed"));
            }
        }

        @Override
        public void onTrack(RtpReceiver receiver) {}
    }
}
