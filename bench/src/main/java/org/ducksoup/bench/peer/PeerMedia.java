package org.ducksoup.bench.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ducksoup.api.congestion.LossReport;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ConnectionState;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.OutboundTrack;
import org.ducksoup.api.transport.PeerConnection;
import org.ducksoup.api.transport.PeerConnectionException;
import org.ducksoup.api.transport.PeerConnectionListener;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.media.SyntheticTrack;
import org.ducksoup.testkit.peer.HeadlessClients;

/**
 * The media of a participant at a server that has one connection for what the participant sends, and one for each other participant.
 * Thread-safe.
 */
public final class PeerMedia implements AutoCloseable {
    private final String server;
    private final HeadlessClients clients;
    private final Seat seat;
    private final long joinNanos = System.nanoTime();
    private final CompletableFuture<Duration> connected = new CompletableFuture<>();
    private final CompletableFuture<Duration> firstVideo = new CompletableFuture<>();
    private final List<PeerConnection> connections = new ArrayList<>();
    private final List<SyntheticTrack> sent = new CopyOnWriteArrayList<>();
    private final List<ReceivedTrack> received = new CopyOnWriteArrayList<>();
    private boolean closed;

    /** @param server its name, for messages */
    public PeerMedia(String server, HeadlessClients clients, Seat seat) {
        this.server = server;
        this.clients = clients;
        this.seat = seat;
    }

    /** Completes when the participant can send. */
    public CompletableFuture<Duration> connected() {
        return connected;
    }

    /** Completes when a whole key frame of somebody else has arrived. */
    public CompletableFuture<Duration> firstVideo() {
        return firstVideo;
    }

    /** Packets sent. */
    public long sent() {
        return sent.stream().mapToLong(SyntheticTrack::sent).sum();
    }

    public List<ReceivedTrack> tracks() {
        return received;
    }

    /** Neither will happen any more what has not happened yet. Returns null, for the end of a chain of stages. */
    public Void giveUp(Throwable why) {
        connected.completeExceptionally(why);
        firstVideo.completeExceptionally(why);
        return null;
    }

    // ---- connections

    /** Opens the connection for what this participant sends, which begins as soon as it is connected. */
    public Negotiation publish() {
        Negotiation publishing = open("publisher", new Publisher());
        RtpSender sound = addTrack(publishing, Codec.OPUS);
        RtpSender picture = addTrack(publishing, Codec.VP8);
        connected.thenAccept(done -> startSending(sound, picture));
        return publishing;
    }

    private RtpSender addTrack(Negotiation publishing, Codec codec) {
        return publishing
                .connection()
                .addTrack(new OutboundTrack(seat.userId(), codec.kind().token(), codec, seat.userId()));
    }

    private synchronized void startSending(RtpSender sound, RtpSender picture) {
        if (!closed && !seat.media().silent()) {
            sent.add(clients.media().start(sound, Codec.OPUS));
            SyntheticTrack video = clients.media().start(picture, Codec.VP8);
            picture.setFeedbackListener(new KeyFrames(video));
            sent.add(video);
        }
    }

    /** Opens a connection for what another participant sends. */
    public Negotiation subscribe() {
        Negotiation subscription = open("subscriber", new Subscriber());
        subscription.connection().receive(MediaKind.AUDIO, List.of(Codec.OPUS));
        subscription.connection().receive(MediaKind.VIDEO, List.of(Codec.VP8));
        return subscription;
    }

    private synchronized Negotiation open(String what, PeerConnectionListener listener) {
        if (closed) {
            throw new IllegalStateException("the participant has left");
        }
        try {
            PeerConnection connection = clients.connections().open(server + "/" + seat.userId() + "/" + what, listener);
            connections.add(connection);
            return new Negotiation(server, connection);
        } catch (PeerConnectionException e) {
            throw new IllegalStateException("no connection for " + server, e);
        }
    }

    private Duration sinceJoin() {
        return Duration.ofNanos(System.nanoTime() - joinNanos);
    }

    @Override
    public synchronized void close() {
        closed = true;
        sent.forEach(SyntheticTrack::close);
        connections.forEach(PeerConnection::close);
    }

    private abstract class Listener implements PeerConnectionListener {
        @Override
        public void onLocalCandidate(IceCandidate candidate) {
            // It stands in the description.
        }

        @Override
        public void onStateChange(ConnectionState state) {
            if (state == ConnectionState.FAILED) {
                giveUp(new IllegalStateException("ICE or DTLS failed"));
            }
        }

        @Override
        public void onTrack(RtpReceiver receiver) {}
    }

    private final class Publisher extends Listener {
        @Override
        public void onStateChange(ConnectionState state) {
            super.onStateChange(state);
            if (state == ConnectionState.CONNECTED) {
                connected.complete(sinceJoin());
            }
        }
    }

    private final class Subscriber extends Listener {
        @Override
        public void onTrack(RtpReceiver receiver) {
            ReceivedTrack track = new ReceivedTrack(receiver, new ReceivedTrack.Listener() {
                @Override
                public void onFirstPacket(MediaKind kind) {}

                @Override
                public void onKeyFrame() {
                    firstVideo.complete(sinceJoin());
                }
            });
            receiver.forwardTo(track);
            received.add(track);
        }
    }

    private record KeyFrames(SyntheticTrack track) implements RtpSender.FeedbackListener {
        @Override
        public void onKeyFrameRequest(String cause) {
            track.requestKeyFrame();
        }

        @Override
        public void onReceiverReport(LossReport report) {
            // Synthetic media does not adapt its rate.
        }
    }
}
