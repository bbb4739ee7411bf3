package org.ducksoup.stats.figures;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.ParticipantStatus;
import org.jspecify.annotations.Nullable;

/**
 * An interaction as the person who runs the study needs it: how long it goes on, who is there and with which effects,
 * whether it is recorded, and what has happened. The members have the names of {@code GET /api/v1/interactions}; times
 * are seconds.
 */
final class StudyFrame {
    private StudyFrame() {}

    /** @param status null if the interaction is over, or does not answer */
    static Map<String, Object> of(InteractionFigures figures, @Nullable InteractionStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (status == null) {
            json.put("state", figures.ended ? "ended" : "unknown");
        } else {
            json.put("state", status.state().token());
            json.put("remaining", status.remaining().toMillis() / 1000.0);
            json.put("size", status.size());
            json.put("recordingMode", status.recordingMode());
            json.put(
                    "participants",
                    status.participants().stream().map(StudyFrame::of).toList());
        }
        json.put(
                "recording",
                Map.of(
                        "state", figures.recording.state().token(),
                        "users", figures.recording.users()));
        json.put("incidentCount", figures.incidents.count());
        json.put("incidents", figures.incidents.newest());
        return json;
    }

    private static Map<String, Object> of(ParticipantStatus participant) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("userId", participant.userId());
        json.put("presence", participant.presence().token());
        json.put("connections", participant.connectionCount());
        json.put("missing", participant.missing());
        if (participant.audioFx() != null) {
            json.put("audioFx", participant.audioFx());
        }
        if (participant.videoFx() != null) {
            json.put("videoFx", participant.videoFx());
        }
        json.put("controls", new TreeMap<>(participant.controls()));
        json.put("blind", participant.blind());
        return json;
    }
}
