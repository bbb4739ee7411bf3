package org.ducksoup.stats.figures;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.stats.log.EventVocabulary;
import org.ducksoup.stats.log.LogEntry;

/** What went wrong in an interaction, what an operator did, and what works again: the newest of it. */
final class RecentIncidents {
    static final int MAX_INCIDENTS = 20;

    /** Properties of the log's line that say what happened. */
    private static final List<String> TOLD = List.of("user", "type", "cause", "missing", "value", "unit");

    private static final List<String> HIDING = List.of("user", "type");

    private final Deque<Map<String, Object>> newest = new ArrayDeque<>();
    private int count;
    /** Whether a plan decides on effects: who meets the participants must not read of one by accident. */
    private boolean blind;

    void hear(InteractionEvent event) {
        blind |= event instanceof InteractionEvent.PlanAssigned;
        if (!isIncident(event)) {
            return;
        }
        count++;
        boolean hidden =
                blind && (event instanceof InteractionEvent.EffectLost || event instanceof InteractionEvent.EffectSlow);
        newest.addLast(incident(EventVocabulary.entries(event).get(0), hidden ? HIDING : TOLD));
        if (newest.size() > MAX_INCIDENTS) {
            newest.removeFirst();
        }
    }

    private static Map<String, Object> incident(LogEntry line, List<String> told) {
        Map<String, Object> incident = new LinkedHashMap<>();
        incident.put("at", line.at().toString());
        incident.put("message", line.message());
        Map<String, Object> properties = line.properties().asMap();
        told.stream().filter(properties::containsKey).forEach(key -> incident.put(key, properties.get(key)));
        return incident;
    }

    private static boolean isIncident(InteractionEvent event) {
        if (event instanceof InteractionEvent.ClientReported reported) {
            return reported.report() instanceof ClientReport.Incident;
        }
        return event instanceof InteractionEvent.EffectLost
                || event instanceof InteractionEvent.EffectRestarted
                || event instanceof InteractionEvent.EffectSlow
                || event instanceof InteractionEvent.RecordingFailed
                || event instanceof InteractionEvent.RecordingStalled
                || event instanceof InteractionEvent.RecorderLost
                || event instanceof InteractionEvent.RecordingResumed
                || event instanceof InteractionEvent.ChannelLost
                || event instanceof InteractionEvent.ChannelResumed
                || event instanceof InteractionEvent.ParticipantDisconnected
                || event instanceof InteractionEvent.MediaMissing
                || event instanceof InteractionEvent.OperatorActed;
    }

    /** Of all incidents, also of those that are not among the newest any more. */
    int count() {
        return count;
    }

    /** Oldest first. */
    List<Map<String, Object>> newest() {
        return List.copyOf(newest);
    }
}
