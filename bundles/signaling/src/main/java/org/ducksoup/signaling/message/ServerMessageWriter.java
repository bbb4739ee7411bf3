package org.ducksoup.signaling.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.TreeMap;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.transport.IceCandidate;
import org.ducksoup.api.transport.SessionDescription;
import org.ducksoup.signaling.json.WireText;
import org.jspecify.annotations.Nullable;

/** Writes a message as the text frame of the wire protocol. */
public final class ServerMessageWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ServerMessageWriter() {}

    public static String write(ServerMessage message) {
        if (message instanceof ServerMessage.Offer offer) {
            return frame("offer", encoded(description(offer.description())));
        } else if (message instanceof ServerMessage.Candidate candidate) {
            return frame("candidate", encoded(candidate(candidate.candidate())));
        } else if (message instanceof ServerMessage.Joined joined) {
            return frame("joined", joined(joined));
        } else if (message instanceof ServerMessage.OtherJoined other) {
            return frame("other_joined", other(other.userId(), other.streamId()));
        } else if (message instanceof ServerMessage.OtherLeft other) {
            return frame("other_left", other(other.userId(), other.streamId()));
        } else if (message instanceof ServerMessage.Start start) {
            return frame("start", JSON.numberNode(seconds(start.remaining())));
        } else if (message instanceof ServerMessage.Extended extended) {
            return frame("extended", JSON.numberNode(seconds(extended.remaining())));
        } else if (message instanceof ServerMessage.Message text) {
            return frame("message", JSON.objectNode().put("text", text.text()));
        } else if (message instanceof ServerMessage.Ending) {
            return frame("ending", null);
        } else if (message instanceof ServerMessage.Files files) {
            return frame("files", files(files));
        } else if (message instanceof ServerMessage.End end) {
            return frame("end", reason(end.reason()));
        } else if (message instanceof ServerMessage.Refused refused) {
            return frame(refused.refusal().kind(), reason(refused.reason()));
        }
        throw new IllegalArgumentException("no frame for " + message);
    }

    private static String frame(String kind, @Nullable JsonNode payload) {
        ObjectNode frame = JSON.objectNode().put("kind", kind);
        if (payload != null) {
            frame.set("payload", payload);
        }
        return frame.toString();
    }

    /** The payloads of these messages are JSON within a string. */
    private static JsonNode encoded(ObjectNode payload) {
        return TextNode.valueOf(payload.toString());
    }

    private static ObjectNode description(SessionDescription description) {
        return JSON.objectNode().put("type", description.type().token()).put("sdp", description.sdp());
    }

    private static ObjectNode candidate(IceCandidate candidate) {
        ObjectNode init = JSON.objectNode().put("candidate", candidate.candidate());
        putUnlessNull(init, "sdpMid", candidate.sdpMid());
        Integer index = candidate.sdpMLineIndex();
        if (index != null) {
            init.put("sdpMLineIndex", index);
        }
        return putUnlessNull(init, "usernameFragment", candidate.usernameFragment());
    }

    private static ObjectNode joined(ServerMessage.Joined joined) {
        ArrayNode servers = JSON.arrayNode();
        for (ServerMessage.IceServer server : joined.iceServers()) {
            ObjectNode json = servers.addObject();
            server.urls().forEach(json.putArray("urls")::add);
            putUnlessNull(json, "username", server.username());
            putUnlessNull(json, "credential", server.credential());
        }
        ObjectNode payload = JSON.objectNode()
                .put(
                        "context",
                        switch (joined.context()) {
                            case NEW_INTERACTION -> "new-interaction";
                            case EXISTING_INTERACTION -> "existing-interaction";
                            case RECONNECTION -> "reconnection";
                        });
        payload.set("iceServers", servers);
        payload.put("resumeToken", joined.resumeToken());
        Duration waiting = joined.waiting();
        if (waiting != null) {
            payload.put("waitSeconds", seconds(waiting));
        }
        return joined.handled() == Resumption.UNKNOWN ? payload : payload.put("handled", joined.handled());
    }

    private static ObjectNode other(String userId, String streamId) {
        return JSON.objectNode().put("userId", userId).put("streamId", streamId);
    }

    /** Users are sorted by id, so that the same files always become the same text. */
    private static ObjectNode files(ServerMessage.Files files) {
        ObjectNode byUser = JSON.objectNode();
        new TreeMap<>(files.byUser()).forEach((user, paths) -> paths.forEach(byUser.putArray(user)::add));
        return byUser;
    }

    private static @Nullable ObjectNode reason(@Nullable Reason reason) {
        if (reason == null) {
            return null;
        }
        ObjectNode payload = JSON.objectNode();
        payload.putObject("reason")
                .put("key", reason.key())
                .put("value", WireText.shown(reason.value()))
                .put("message", reason.message());
        return payload;
    }

    /** Whole seconds, rounded. */
    private static long seconds(Duration duration) {
        return Math.max(0, duration.plusMillis(500).toSeconds());
    }

    private static ObjectNode putUnlessNull(ObjectNode node, String key, @Nullable String value) {
        return value == null ? node : node.put(key, value);
    }
}
