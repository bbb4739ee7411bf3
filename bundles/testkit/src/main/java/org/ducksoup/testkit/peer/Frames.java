package org.ducksoup.testkit.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.IceServer;
import org.ducksoup.api.transport.IceCandidate;
import org.jspecify.annotations.Nullable;

/** Frames of the wire protocol as JSON. */
final class Frames {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Frames() {}

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** A client's frame. Its payload is a string, also where that string holds JSON. */
    static ObjectNode client(String kind, @Nullable String payload) {
        ObjectNode frame = object().put("kind", kind);
        return payload == null ? frame : frame.put("payload", payload);
    }

    /** A server's frame. */
    static ObjectNode of(ServerMessage message) {
        if (message instanceof ServerMessage.Offer offer) {
            String payload = object().put("type", offer.description().type().token())
                    .put("sdp", offer.description().sdp())
                    .toString();
            return object().put("kind", "offer").put("payload", payload);
        } else if (message instanceof ServerMessage.Candidate candidate) {
            return object().put("kind", "candidate")
                    .put("payload", of(candidate.candidate()).toString());
        } else if (message instanceof ServerMessage.Joined joined) {
            return with("joined", joined(joined));
        } else if (message instanceof ServerMessage.OtherJoined other) {
            return with("other_joined", other(other.userId(), other.streamId()));
        } else if (message instanceof ServerMessage.OtherLeft other) {
            return with("other_left", other(other.userId(), other.streamId()));
        } else if (message instanceof ServerMessage.Start start) {
            return object().put("kind", "start")
                    .put("payload", Math.round(start.remaining().toMillis() / 1000.0));
        } else if (message instanceof ServerMessage.Extended extended) {
            return object().put("kind", "extended")
                    .put("payload", Math.round(extended.remaining().toMillis() / 1000.0));
        } else if (message instanceof ServerMessage.Message text) {
            return with("message", object().put("text", text.text()));
        } else if (message instanceof ServerMessage.Ending) {
            return object().put("kind", "ending");
        } else if (message instanceof ServerMessage.Files files) {
            return with("files", JSON.valueToTree(files.byUser()));
        } else if (message instanceof ServerMessage.End end) {
            ServerMessage.Reason reason = end.reason();
            return reason == null
                    ? object().put("kind", "end")
                    : with("end", JSON.valueToTree(Map.of("reason", reason)));
        } else if (message instanceof ServerMessage.Refused refused) {
            ObjectNode frame = object().put("kind", "error-" + token(refused.refusal()));
            ServerMessage.Reason reason = refused.reason();
            if (reason != null) {
                frame.putObject("payload")
                        .putObject("reason")
                        .put("key", reason.key())
                        .put("value", reason.value())
                        .put("message", reason.message());
            }
            return frame;
        }
        throw new IllegalArgumentException("no frame for " + message);
    }

    static ObjectNode of(IceCandidate candidate) {
        return object().put("candidate", candidate.candidate())
                .put("sdpMid", candidate.sdpMid())
                .put("sdpMLineIndex", candidate.sdpMLineIndex())
                .put("usernameFragment", candidate.usernameFragment());
    }

    private static JsonNode joined(ServerMessage.Joined joined) {
        ObjectNode payload = object().put("context", token(joined.context()));
        ArrayNode servers = payload.putArray("iceServers");
        for (IceServer server : joined.iceServers()) {
            ArrayNode urls = servers.addObject().putArray("urls");
            server.urls().forEach(urls::add);
        }
        return payload;
    }

    private static JsonNode other(String userId, String streamId) {
        return object().put("userId", userId).put("streamId", streamId);
    }

    private static ObjectNode with(String kind, JsonNode payload) {
        ObjectNode frame = object().put("kind", kind);
        frame.set("payload", payload);
        return frame;
    }

    private static String token(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
