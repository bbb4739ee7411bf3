package org.ducksoup.bench.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.peer.Negotiation;
import org.ducksoup.bench.peer.PeerCaller;
import org.ducksoup.bench.peer.PeerMedia;
import org.ducksoup.testkit.peer.HeadlessClients;

/**
 * A participant of a video room: one connection for what it sends, and one for each other participant, as Janus's own
 * pages have them.
 */
final class JanusCaller extends PeerCaller {
    private final JanusSocket socket;
    private final long room;
    private final Set<Long> subscribed = new HashSet<>();
    private volatile long session;
    private boolean closed;

    JanusCaller(URI server, HeadlessClients clients, Seat seat, long room) {
        super(new PeerMedia("janus", clients, seat));
        this.room = room;
        socket = JanusSocket.open(server, this::onEvent);
        socket.ask(request("create"))
                .thenAccept(answer -> session = answer.path("data").path("id").asLong())
                .thenCompose(done -> attach())
                .thenCompose(this::publish)
                .exceptionally(media::giveUp);
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

    private static ObjectNode describe(String type, String sdp) {
        return JanusSocket.object().put("type", type).put("sdp", sdp);
    }

    // ---- what it sends

    private CompletableFuture<Void> publish(long handle) {
        ObjectNode join = body("join").put("ptype", "publisher").put("room", room);
        return socket.ask(message(handle, join)).thenCompose(joined -> {
            Negotiation publishing = media.publish();
            ObjectNode publish = body("publish").put("audiocodec", "opus").put("videocodec", "vp8");
            ObjectNode offer = message(handle, publish);
            offer.set("jsep", describe("offer", publishing.offer()));
            return socket.ask(offer).thenAccept(answer -> {
                publishing.setAnswer(answer.path("jsep").path("sdp").asText());
                subscribe(joined);
            });
        });
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
                attach().thenCompose(handle -> subscribe(handle, feed)).exceptionally(media::giveUp);
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
            String answer =
                    media.subscribe().answer(attached.path("jsep").path("sdp").asText());
            ObjectNode start = message(handle, body("start"));
            start.set("jsep", describe("answer", answer));
            socket.ask(start);
        });
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
        if (session != 0) {
            socket.ask(request("destroy").put("session_id", session)).whenComplete((done, failed) -> socket.close());
        } else {
            socket.close();
        }
    }
}
