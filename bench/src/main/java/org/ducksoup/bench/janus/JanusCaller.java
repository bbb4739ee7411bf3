package org.ducksoup.bench.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ducksoup.api.congestion.LossReport;
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
import org.ducksoup.bench.load.Caller;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.media.SyntheticTrack;
import org.ducksoup.testkit.peer.HeadlessClients;

/**
 * A participant of a video room: one connection for what it sends, and one for each other participant, as Janus's own
 * pages have them.
 */
final class JanusCaller implements Caller {
    private final JanusSocket socket;
    private final HeadlessClients clients;
    private final Seat seat;
    private final long room;
    private final long joinNanos = System.nanoTime();
    private final CompletableFuture<Duration> connected = new CompletableFuture<>();
    private final CompletableFuture<Duration> firstVideo = new CompletableFuture<>();
    private final List<PeerConnection> connections = new ArrayList<>();
    private final List<SyntheticTrack> sent = new CopyOnWriteArrayList<>();
    private final List<ReceivedTrack> received = new CopyOnWriteArrayList<>();
    private final Set<Long> subscribed = new HashSet<>();
    private volatile long session;
    private boolean closed;

    JanusCaller(URI server, HeadlessClients clients, Seat seat, long room) {
        this.clients = clients;
        this.seat = seat;
        this.room = room;
        socket = JanusSocket.open(server, this::onEvent);
        socket.ask(request("create"))
                .thenAccept(answer -> session = answer.path("data").path("id").asLong())
                .thenCompose(done -> attach())
                .thenCompose(this::publish)
                .exceptionally(this::giveUp);
    }

    private static ObjectNode request(String kind) {
        return JanusSocket.object().put("janus", kind);
    }

    private CompletableFuture<Long> attach() {
        return socket.ask(request("attach").put("session_id", session).put("plugin", "janus.plugin.videoroom"))
                .thenApply(answer -> answer.path("data").path("id").asLong());
    }

    private ObjectNode message(long handle, ObjectNode body) {
        ObjectNode message = request("message").put("session_id", session).put("handle_id", handle);
        message.set("body", body);
        return message;
    }

    private static ObjectNode body(String kind) {
        return JanusSocket.object().put("request", kind);
    }

    // ---- what it sends

    private CompletableFuture<Void> publish(long handle) {
        ObjectNode join = body("join").put("ptype", "publisher").put("room", room);
        return socket.ask(message(handle, join)).thenCompose(joined -> {
            PeerConnection connection = open("publisher", new Publisher());
            RtpSender sound = addTrack(connection, Codec.OPUS);
            RtpSender picture = addTrack(connection, Codec.VP8);
            connected.thenAccept(done -> startSending(sound, picture));
            ObjectNode publish = body("publish").put("audiocodec", "opus").put("videocodec", "vp8");
            ObjectNode offer = message(handle, publish);
            offer.set("jsep", describe("offer", offerOf(connection)));
            return socket.ask(offer).thenAccept(answer -> {
                setAnswer(connection, answer.path("jsep").path("sdp").asText());
                subscribe(joined);
            });
        });
    }

    private RtpSender addTrack(PeerConnection connection, Codec codec) {
        return connection.addTrack(new OutboundTrack(seat.userId(), codec.kind().token(), codec, seat.userId()));
    }

    private static String offerOf(PeerConnection connection) {
        try {
            return connection.createOffer(OfferOptions.PLAIN).sdp();
        } catch (PeerConnectionException e) {
            throw new IllegalStateException("no offer for Janus", e);
        }
    }

    private static void setAnswer(PeerConnection connection, String sdp) {
        try {
            connection.setAnswer(SessionDescription.answer(sdp));
        } catch (PeerConnectionException e) {
            throw new IllegalStateException("Janus's answer cannot be used: " + sdp, e);
        }
    }

    private synchronized void startSending(RtpSender sound, RtpSender picture) {
        if (!closed && !seat.media().silent()) {
            sent.add(clients.media().start(sound, Codec.OPUS));
            SyntheticTrack video = clients.media().start(picture, Codec.VP8);
            picture.setFeedbackListener(new KeyFrames(video));
            sent.add(video);
        }
    }

    // ---- what it receives

    private void onEvent(JsonNode event) {
        if (event.path("janus").asText().equals("event")) {
            subscribe(event);
        }
    }

    /** Publishers are named by the answer to a join, and by events afterwards. */
    private void subscribe(JsonNode naming) {
        for (JsonNode publisher : naming.path("plugindata").path("data").path("publishers")) {
            long feed = publisher.path("id").asLong();
            if (isNew(feed)) {
                attach().thenCompose(handle -> subscribe(handle, feed)).exceptionally(this::giveUp);
            }
        }
    }

    private synchronized boolean isNew(long feed) {
        return !closed && subscribed.add(feed);
    }

    private CompletableFuture<Void> subscribe(long handle, long feed) {
        ObjectNode join = body("join").put("ptype", "subscriber").put("room", room);
        join.putArray("streams").addObject().put("feed", feed);
        return socket.ask(message(handle, join)).thenAccept(attached -> {
            PeerConnection connection = open("subscriber", new Subscriber());
            connection.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            connection.receive(MediaKind.VIDEO, List.of(Codec.VP8));
            ObjectNode start = message(handle, body("start"));
            start.set(
                    "jsep",
                    describe(
                            "answer",
                            answerTo(
                                    connection,
                                    attached.path("jsep").path("sdp").asText())));
            socket.ask(start);
        });
    }

    private static String answerTo(PeerConnection connection, String offer) {
        try {
            return connection.createAnswer(SessionDescription.offer(offer)).sdp();
        } catch (PeerConnectionException e) {
            throw new IllegalStateException("Janus's offer cannot be answered: " + offer, e);
        }
    }

    private static ObjectNode describe(String type, String sdp) {
        return JanusSocket.object().put("type", type).put("sdp", sdp);
    }

    private synchronized PeerConnection open(String what, PeerConnectionListener listener) {
        try {
            PeerConnection connection = clients.connections().open("janus/" + seat.userId() + "/" + what, listener);
            connections.add(connection);
            return connection;
        } catch (PeerConnectionException e) {
            throw new IllegalStateException("no connection for Janus", e);
        }
    }

    private Duration sinceJoin() {
        return Duration.ofNanos(System.nanoTime() - joinNanos);
    }

    private Void giveUp(Throwable why) {
        connected.completeExceptionally(why);
        firstVideo.completeExceptionally(why);
        return null;
    }

    // ---- for the load

    @Override
    public CompletableFuture<Duration> connected() {
        return connected;
    }

    @Override
    public CompletableFuture<Duration> firstVideo() {
        return firstVideo;
    }

    @Override
    public long sent() {
        return sent.stream().mapToLong(SyntheticTrack::sent).sum();
    }

    @Override
    public List<ReceivedTrack> tracks() {
        return received;
    }

    @Override
    public String story() {
        return socket.story();
    }

    @Override
    public synchronized void close() {
        closed = true;
        sent.forEach(SyntheticTrack::close);
        connections.forEach(PeerConnection::close);
        if (session != 0) {
            socket.ask(request("destroy").put("session_id", session)).whenComplete((done, failed) -> socket.close());
        } else {
            socket.close();
        }
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
