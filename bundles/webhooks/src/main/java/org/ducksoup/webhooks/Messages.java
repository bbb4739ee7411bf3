package org.ducksoup.webhooks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.RunKey;
import org.jspecify.annotations.Nullable;

/** From events to messages, as {@code openapi.json} of the HTTP API describes them. */
final class Messages {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String HIDDEN = "a plan decides on effects here: the reason is in the event log";

    private final Supplier<String> ids;
    /** Interactions of which nobody must read an effect by accident. */
    private final Set<RunKey> blind = new HashSet<>();

    /** @param ids a new one for each message */
    Messages(Supplier<String> ids) {
        this.ids = ids;
    }

    /** Every event is to be noted, also those that an earlier version of the bundle has told of. */
    void note(InteractionEvent event) {
        if (event instanceof InteractionEvent.PlanAssigned) {
            blind.add(RunKey.of(event.scope()));
        } else if (event instanceof InteractionEvent.InteractionDeleted) {
            blind.remove(RunKey.of(event.scope()));
        }
    }

    /** The message about an event; none if nobody needs to know of it at once. */
    Optional<Delivery> of(InteractionEvent event) {
        Scope scope = event.scope();
        if (event instanceof InteractionEvent.InteractionStarted) {
            return Optional.of(message("interaction.started", scope, JSON.createObjectNode()));
        } else if (event instanceof InteractionEvent.InteractionEnded ended) {
            ObjectNode data =
                    JSON.createObjectNode().put("reason", ended.reason().token());
            data.set("files", JSON.valueToTree(sorted(ended.files())));
            data.set("incompleteFiles", JSON.valueToTree(sorted(ended.incomplete())));
            return Optional.of(message("interaction.ended", scope, data));
        }
        return incident(event).map(data -> message("incident", scope, data));
    }

    private static Map<String, List<String>> sorted(Map<String, List<String>> files) {
        return new TreeMap<>(files);
    }

    /** The kinds and reasons are those of the manifest's incidents. */
    private Optional<ObjectNode> incident(InteractionEvent event) {
        if (event instanceof InteractionEvent.EffectLost lost) {
            return incident(event, "effect_lost", blind.contains(RunKey.of(event.scope())) ? HIDDEN : lost.reason());
        } else if (event instanceof InteractionEvent.EffectRestarted restarted) {
            return incident(
                    event, "effect_restarted", restarted.kind().token() + " is changed again, with the last values");
        } else if (event instanceof InteractionEvent.RecordingFailed failed) {
            return incident(event, "recording_failed", failed.reason());
        } else if (event instanceof InteractionEvent.RecordingStalled stalled) {
            return incident(event, "recording_stalled", stalled.reason());
        } else if (event instanceof InteractionEvent.RecorderLost lost) {
            return incident(event, "recorder_lost", lost.reason());
        } else if (event instanceof InteractionEvent.RecordingResumed resumed) {
            return incident(
                    event,
                    "recording_resumed",
                    resumed.missing() == null ? "nothing is missing" : "what came meanwhile is missing");
        }
        return Optional.empty();
    }

    private static Optional<ObjectNode> incident(InteractionEvent event, String kind, String reason) {
        return Optional.of(JSON.createObjectNode()
                .put("kind", kind)
                .put("userId", event.scope().userId())
                .put("reason", reason));
    }

    /** The files of a run are complete: its manifest says so. */
    Delivery complete(FinishedRun run, Instant at) {
        ObjectNode data = JSON.createObjectNode().put("run", run.id()).put("directory", run.directory());
        data.set("files", JSON.valueToTree(run.files()));
        Scope scope = run.scope();
        return message(
                "recordings.complete", new Scope(at, scope.key(), null, scope.createdAt(), scope.startedAt()), data);
    }

    private Delivery message(String type, Scope scope, ObjectNode data) {
        String id = ids.get();
        InteractionKey key = scope.key();
        ObjectNode message = JSON.createObjectNode()
                .put("id", id)
                .put("type", type)
                .put("at", scope.at().toString());
        message.putObject("interaction")
                .put("id", key.id())
                .put("origin", key.origin())
                .put("namespace", key.namespace())
                .put("name", key.name())
                .put("createdAt", text(scope.createdAt()))
                .put("startedAt", text(scope.startedAt()));
        message.set("data", data);
        return new Delivery(id, message.toString());
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
