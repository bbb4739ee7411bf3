package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.InteractionState;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.ParticipantPipeline;
import org.ducksoup.api.operation.ParticipantStatus;
import org.ducksoup.api.operation.ParticipantStatus.Presence;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.jspecify.annotations.Nullable;

/** Interactions as servers tell each other of them. Members that a reader does not know are ignored: versions may differ. */
final class StatusJson {
    private static final String FLOAT = "float";
    private static final String DOUBLE = "double";
    private static final String INTEGER = "int";
    private static final String TEXT = "text";

    private StatusJson() {}

    // ---- keys

    static void write(InteractionKey key, ObjectNode json) {
        json.put("origin", key.origin()).put("namespace", key.namespace()).put("name", key.name());
    }

    static InteractionKey key(JsonNode json) {
        return new InteractionKey(
                json.path("origin").asText(),
                json.path("namespace").asText(),
                json.path("name").asText());
    }

    // ---- interactions

    static void write(InteractionStatus status, ObjectNode json) {
        write(status.key(), json.putObject("key"));
        json.put("state", status.state().name())
                .put("createdAt", status.createdAt().toString())
                .put(
                        "startedAt",
                        status.startedAt() == null ? null : status.startedAt().toString())
                .put("duration", status.duration().toString())
                .put("remaining", status.remaining().toString())
                .put("size", status.size())
                .put("recordingMode", status.recordingMode());
        ArrayNode participants = json.putArray("participants");
        status.participants().forEach(one -> write(one, participants.addObject()));
    }

    /** @param server that has it */
    static InteractionStatus status(JsonNode json, String server) {
        List<ParticipantStatus> participants = new ArrayList<>();
        json.path("participants").forEach(one -> participants.add(participant(one)));
        String startedAt = text(json, "startedAt");
        return new InteractionStatus(
                key(json.path("key")),
                server,
                InteractionState.valueOf(json.path("state").asText()),
                Instant.parse(json.path("createdAt").asText()),
                startedAt == null ? null : Instant.parse(startedAt),
                Duration.parse(json.path("duration").asText()),
                Duration.parse(json.path("remaining").asText()),
                json.path("size").asInt(),
                json.path("recordingMode").asText(),
                participants);
    }

    static @Nullable String text(JsonNode json, String member) {
        return json.hasNonNull(member) ? json.path(member).asText() : null;
    }

    private static void write(ParticipantStatus participant, ObjectNode json) {
        json.put("userId", participant.userId())
                .put("presence", participant.presence().name())
                .put("connectionCount", participant.connectionCount())
                .put("audioFx", participant.audioFx())
                .put("videoFx", participant.videoFx())
                .put("blind", participant.blind());
        ArrayNode missing = json.putArray("missing");
        participant.missing().forEach(missing::add);
        ObjectNode controls = json.putObject("controls");
        participant.controls().forEach((name, value) -> writeValue(value, controls.putObject(name)));
    }

    private static ParticipantStatus participant(JsonNode json) {
        List<String> missing = new ArrayList<>();
        json.path("missing").forEach(one -> missing.add(one.asText()));
        Map<String, Object> controls = new LinkedHashMap<>();
        json.path("controls").properties().forEach(one -> controls.put(one.getKey(), value(one.getValue())));
        return new ParticipantStatus(
                json.path("userId").asText(),
                Presence.valueOf(json.path("presence").asText()),
                json.path("connectionCount").asInt(),
                missing,
                text(json, "audioFx"),
                text(json, "videoFx"),
                controls,
                json.path("blind").asBoolean());
    }

    // ---- values, each with its type

    private static void writeValue(Object value, ObjectNode json) {
        if (value instanceof Float number) {
            json.put(FLOAT, number.toString());
        } else if (value instanceof Double number) {
            json.put(DOUBLE, number.toString());
        } else if (value instanceof Integer number) {
            json.put(INTEGER, number);
        } else {
            json.put(TEXT, value.toString());
        }
    }

    private static Object value(JsonNode json) {
        if (json.has(FLOAT)) {
            return Float.valueOf(json.path(FLOAT).asText());
        } else if (json.has(DOUBLE)) {
            return Double.valueOf(json.path(DOUBLE).asText());
        } else if (json.has(INTEGER)) {
            return json.path(INTEGER).asInt();
        }
        return json.path(TEXT).asText();
    }

    // ---- pipelines

    static void write(ParticipantPipeline pipeline, ObjectNode json) {
        PipelineDescription description = pipeline.description();
        json.put("userId", pipeline.userId())
                .put("kind", description.kind().name())
                .put("state", description.state())
                .put("text", description.text())
                .put("graph", description.graph());
    }

    static ParticipantPipeline pipeline(JsonNode json) {
        return new ParticipantPipeline(
                json.path("userId").asText(),
                new PipelineDescription(
                        MediaKind.valueOf(json.path("kind").asText()),
                        json.path("state").asText(),
                        json.path("text").asText(),
                        json.path("graph").asText()));
    }
}
