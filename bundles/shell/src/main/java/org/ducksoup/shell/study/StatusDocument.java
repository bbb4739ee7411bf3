package org.ducksoup.shell.study;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.ParticipantStatus;

/** An interaction as a JSON document. Times are seconds, instants are texts as in ISO 8601; what is unknown is null. */
public final class StatusDocument {
    private StatusDocument() {}

    public static List<Map<String, Object>> of(List<InteractionStatus> interactions) {
        return interactions.stream().map(StatusDocument::of).toList();
    }

    public static Map<String, Object> of(InteractionStatus interaction) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", interaction.key().id());
        json.put("origin", interaction.key().origin());
        json.put("namespace", interaction.key().namespace());
        json.put("name", interaction.key().name());
        json.put("server", interaction.server());
        json.put("state", interaction.state().token());
        json.put("createdAt", interaction.createdAt().toString());
        json.put(
                "startedAt",
                interaction.startedAt() == null ? null : interaction.startedAt().toString());
        json.put("duration", seconds(interaction.duration()));
        json.put("remaining", seconds(interaction.remaining()));
        json.put("size", interaction.size());
        json.put("recordingMode", interaction.recordingMode());
        json.put(
                "participants",
                interaction.participants().stream().map(StatusDocument::of).toList());
        return json;
    }

    private static Map<String, Object> of(ParticipantStatus participant) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("userId", participant.userId());
        json.put("presence", participant.presence().token());
        json.put("connections", participant.connectionCount());
        json.put("missing", participant.missing());
        json.put("audioFx", participant.audioFx());
        json.put("videoFx", participant.videoFx());
        json.put("controls", new TreeMap<>(participant.controls()));
        json.put("blind", participant.blind());
        return json;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
