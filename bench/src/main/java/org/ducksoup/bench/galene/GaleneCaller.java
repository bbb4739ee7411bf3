package org.ducksoup.bench.galene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.peer.JsonSocket;
import org.ducksoup.bench.peer.Negotiation;
import org.ducksoup.bench.peer.PeerCaller;
import org.ducksoup.bench.peer.PeerMedia;
import org.ducksoup.testkit.peer.HeadlessClients;

/**
 * A member of a group, in version 2 of Galène's protocol ({@code galene-protocol.md} of its sources). Each stream has a connection
 * of its own, and is offered by its sender: one by this side, and one by the server for each other member.
 */
final class GaleneCaller extends PeerCaller {
    private static final String VERSION = "2";

    private final String id = UUID.randomUUID().toString();
    private final String ownStream = UUID.randomUUID().toString();
    private final Seat seat;
    private final JsonSocket socket;
    private final Map<String, Negotiation> streams = new HashMap<>();
    private boolean closed;

    GaleneCaller(URI server, HeadlessClients clients, Seat seat) {
        super(new PeerMedia("galene", clients, seat));
        this.seat = seat;
        socket = JsonSocket.open(server, "", this::onMessage, media::giveUp);
        ObjectNode handshake = message("handshake").put("id", id);
        handshake.putArray("version").add(VERSION);
        socket.send(handshake);
        socket.send(message("join")
                .put("kind", "join")
                .put("group", seat.interaction())
                .put("username", seat.userId())
                .put("password", ""));
    }

    private static ObjectNode message(String type) {
        return JsonSocket.object().put("type", type);
    }

    private synchronized void onMessage(JsonNode message) {
        if (closed) {
            return;
        }
        String stream = message.path("id").asText();
        switch (message.path("type").asText()) {
            case "handshake" -> onHandshake(message);
            case "joined" -> onJoined(message);
            case "offer" -> onOffer(stream, message);
            case "answer" -> onAnswer(stream, message.path("sdp").asText());
            case "close" -> end(stream);
            case "abort" -> media.giveUp(new IllegalStateException("Galène does not want this stream"));
            case "ping" -> socket.send(message("pong"));
            case "usermessage" -> {
                if (message.path("kind").asText().equals("error")) {
                    refuse(message);
                }
            }
            default -> {
                // Who comes and goes, what they write to each other, and candidates.
            }
        }
    }

    private void refuse(JsonNode message) {
        media.giveUp(
                new IllegalStateException("refused: " + message.path("value").asText(message.toString())));
    }

    private void onHandshake(JsonNode message) {
        for (JsonNode version : message.path("version")) {
            if (version.asText().equals(VERSION)) {
                return;
            }
        }
        media.giveUp(new IllegalStateException("this Galène does not speak version 2 of its protocol: " + message));
    }

    private void onJoined(JsonNode message) {
        String kind = message.path("kind").asText();
        if (kind.equals("join")) {
            ObjectNode request = message("request");
            request.putObject("request").putArray("").add("audio").add("video");
            socket.send(request);
            Negotiation publishing = media.publish();
            streams.put(ownStream, publishing);
            socket.send(message("offer")
                    .put("id", ownStream)
                    .put("label", "camera")
                    .put("source", id)
                    .put("username", seat.userId())
                    .put("sdp", publishing.offer()));
        } else if (!kind.equals("change")) {
            refuse(message);
        }
    }

    /** A new stream, or one whose tracks have changed. */
    private void onOffer(String stream, JsonNode message) {
        end(message.path("replace").asText());
        String answer = streams.computeIfAbsent(stream, unknown -> media.subscribe())
                .answer(message.path("sdp").asText());
        socket.send(message("answer").put("id", stream).put("sdp", answer));
    }

    private void onAnswer(String stream, String sdp) {
        Negotiation publishing = streams.get(stream);
        if (publishing != null) {
            publishing.setAnswer(sdp);
        }
    }

    private void end(String stream) {
        Negotiation negotiation = streams.remove(stream);
        if (negotiation != null) {
            negotiation.connection().close();
        }
    }

    // ---- for the load

    @Override
    public String story() {
        return socket.story();
    }

    @Override
    public synchronized void close() {
        closed = true;
        media.close();
        socket.close();
    }
}
