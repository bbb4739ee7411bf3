package org.ducksoup.bench.galene;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
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
import org.ducksoup.testkit.peer.HeadlessClients;

/**
 * Galène as its protocol describes it, with real connections: one group, whose members get each other's streams. A stream is
 * offered with its first track, and again with its second.
 */
final class FakeGalene implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HeadlessClients clients;
    private final WebSocketAcceptor sockets;
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();

    FakeGalene(HeadlessClients clients) throws IOException {
        this.clients = clients;
        sockets = new WebSocketAcceptor(Member::new);
    }

    URI url() {
        return sockets.url();
    }

    int members() {
        return members.size();
    }

    /** What clients have said of one type. */
    List<JsonNode> heard(String type) {
        return heard.stream()
                .filter(message -> message.path("type").asText().equals(type))
                .toList();
    }

    void ping() {
        members.forEach(member -> member.send(message("ping")));
    }

    @Override
    public void close() throws IOException {
        sockets.close();
        members.forEach(Member::onEnd);
    }

    private static ObjectNode message(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    /** One client, and the streams that it gets. All of the fake runs under one lock. */
    private final class Member implements WebSocketAcceptor.Session {
        private final Consumer<String> out;
        private final List<Stream> streams = new ArrayList<>();
        private String id = "";
        private Upload upload;

        Member(Consumer<String> out) {
            this.out = out;
        }

        void send(ObjectNode message) {
            out.accept(message.toString());
        }

        /** An answer without candidates, which come beside it. */
        void trickle(ObjectNode message, String sdp) {
            sdp.lines().filter(line -> line.startsWith("a=candidate:")).forEach(line -> {
                ObjectNode candidate =
                        message("ice").put("id", message.path("id").asText());
                candidate
                        .putObject("candidate")
                        .put("candidate", line.substring(2))
                        .put("sdpMid", "0")
                        .put("sdpMLineIndex", 0);
                send(candidate);
            });
            send(message.put("sdp", sdp.replaceAll("a=(candidate:.*|end-of-candidates)\r\n", "")));
        }

        @Override
        public void onText(String text) {
            synchronized (FakeGalene.this) {
                try {
                    JsonNode message = JSON.readTree(text);
                    heard.add(message);
                    on(message);
                } catch (JsonProcessingException | PeerConnectionException e) {
                    throw new IllegalStateException(text, e);
                }
            }
        }

        private void on(JsonNode message) throws PeerConnectionException {
            String stream = message.path("id").asText();
            switch (message.path("type").asText()) {
                case "handshake" -> {
                    id = stream;
                    ObjectNode handshake = message("handshake");
                    handshake.putArray("version").add("2");
                    send(handshake);
                }
                case "join" -> join(message.path("group").asText());
                case "request" -> {
                    members.add(this);
                    for (Member other : members) {
                        if (other != this && other.upload != null && !other.upload.tracks.isEmpty()) {
                            other.upload.offerTo(this);
                        }
                    }
                }
                case "offer" -> {
                    upload = new Upload(this, stream);
                    ObjectNode answer = message("answer").put("id", stream);
                    trickle(answer, upload.answer(message.path("sdp").asText()));
                }
                case "answer" ->
                    streams.stream()
                            .filter(each -> each.id.equals(stream))
                            .findFirst()
                            .orElseThrow()
                            .onAnswer(message.path("sdp").asText());
                default -> {
                    // Nothing else is answered.
                }
            }
        }

        private void join(String group) {
            ObjectNode joined = message("joined").put("group", group);
            if (group.equals("locked")) {
                send(joined.put("kind", "fail").put("value", "this group is locked"));
            } else {
                send(joined.put("kind", "join"));
                send(message("user").put("kind", "add").put("id", id));
            }
        }

        @Override
        public void onEnd() {
            synchronized (FakeGalene.this) {
                members.remove(this);
                streams.forEach(stream -> stream.connection.close());
                if (upload != null) {
                    upload.connection.close();
                    for (Member other : members) {
                        other.send(message("close").put("id", upload.id));
                    }
                }
            }
        }
    }

    /** What one member sends. */
    private final class Upload implements Quiet {
        private final Member from;
        private final String id;
        private final PeerConnection connection;
        private final List<RtpReceiver> tracks = new ArrayList<>();
        private final List<Stream> copies = new CopyOnWriteArrayList<>();

        Upload(Member from, String id) throws PeerConnectionException {
            this.from = from;
            this.id = id;
            connection = clients.connections().open("fake/up", this);
        }

        String answer(String offer) throws PeerConnectionException {
            connection.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            connection.receive(MediaKind.VIDEO, List.of(Codec.VP8));
            return connection.createAnswer(SessionDescription.offer(offer)).sdp();
        }

        void offerTo(Member to) throws PeerConnectionException {
            Stream copy = new Stream(to, id);
            copies.add(copy);
            for (RtpReceiver track : tracks) {
                copy.add(track);
            }
        }

        @Override
        public void onTrack(RtpReceiver receiver) {
            synchronized (FakeGalene.this) {
                tracks.add(receiver);
                receiver.forwardTo(new CopiedSink(copies, receiver.kind()));
                try {
                    if (tracks.size() == 1) {
                        for (Member member : members) {
                            if (member != from) {
                                offerTo(member);
                            }
                        }
                    } else {
                        for (Stream copy : copies) {
                            copy.add(receiver);
                        }
                    }
                } catch (PeerConnectionException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** The same, as another member gets it. */
    final class Stream implements Quiet {
        private final Member to;
        private final String id;
        private final PeerConnection connection;
        private final List<RtpSender> senders = new CopyOnWriteArrayList<>();
        private final Queue<RtpReceiver> waiting = new ArrayDeque<>();

        Stream(Member to, String id) throws PeerConnectionException {
            this.to = to;
            this.id = id;
            connection = clients.connections().open("fake/down", this);
            to.streams.add(this);
        }

        List<RtpSender> senders() {
            return senders;
        }

        void add(RtpReceiver track) throws PeerConnectionException {
            waiting.add(track);
            offerIfPossible();
        }

        private void offerIfPossible() throws PeerConnectionException {
            if (!waiting.isEmpty() && !connection.isOfferOutstanding()) {
                RtpReceiver track = waiting.remove();
                senders.add(
                        connection.addTrack(new OutboundTrack(id, track.kind().token(), track.codec(), id)));
                // With its candidates. Galène has them beside the offer, but finds those of the answer itself; this
                // peer does not.
                to.send(message("offer")
                        .put("id", id)
                        .put("label", "camera")
                        .put("sdp", connection.createOffer(OfferOptions.PLAIN).sdp()));
            }
        }

        void onAnswer(String sdp) throws PeerConnectionException {
            connection.setAnswer(SessionDescription.answer(sdp));
            offerIfPossible();
        }
    }

    /** A connection of whose candidates and states nobody needs to hear. */
    private interface Quiet extends PeerConnectionListener {
        @Override
        default void onLocalCandidate(IceCandidate candidate) {}

        @Override
        default void onStateChange(ConnectionState state) {}

        @Override
        default void onTrack(RtpReceiver receiver) {}
    }
}
