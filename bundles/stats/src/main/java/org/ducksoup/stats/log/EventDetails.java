package org.ducksoup.stats.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.api.media.Bitrate;
import org.jspecify.annotations.Nullable;

/** Properties of events that need more than a line of {@link EventVocabulary}. */
public final class EventDetails {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> VERDICTS = Set.of("pass", "warn", "fail");

    private EventDetails() {}

    /** The properties of every event of an interaction. */
    static LogProperties ofScope(InteractionEvent.Scope scope) {
        return new LogProperties()
                .with("namespace", scope.key().namespace())
                .with("interaction", scope.key().name())
                .with("user", scope.userId())
                .with("sinceCreation", elapsed(scope.createdAt(), scope.at()))
                .with("sinceStart", elapsed(scope.startedAt(), scope.at()));
    }

    private static @Nullable String elapsed(@Nullable Instant from, Instant to) {
        return from == null ? null : Math.max(0, Duration.between(from, to).toMillis()) + "ms";
    }

    /** What was planned, beside what was done. */
    static void planStep(InteractionEvent.PlanStepDone done, LogProperties p) {
        InteractionEvent.PlanStepDone.Change change = done.change();
        p.with("step", done.step())
                .with("repetition", done.repetition())
                .with("cause", done.cause())
                .with("plannedSeconds", seconds(done.due()))
                .with("appliedSeconds", seconds(done.applied()))
                .with(
                        "frameSeconds",
                        done.frame() == null ? null : seconds(done.frame().at()))
                .with(
                        "lateMillis",
                        done.applied() == null
                                ? null
                                : Math.round(done.lateness().toNanos() / 1e3) / 1e3)
                .with("role", emptyAsNull(change.role()))
                .with("act", change.act())
                .with("target", emptyAsNull(change.target()))
                .with("value", emptyAsNull(change.value()))
                .with("overSeconds", change.over().isZero() ? null : seconds(change.over()))
                .with("problem", done.problem());
    }

    /** Null for none. */
    static @Nullable Map<String, Object> exclusions(ExclusionRules rules) {
        return rules.isEmpty()
                ? null
                : new LogProperties()
                        .with("lostSoundPercent", rules.lostSoundPercent())
                        .with("lostPicturePercent", rules.lostPicturePercent())
                        .with("awaySeconds", seconds(rules.away()))
                        .with("deviations", rules.deviations())
                        .asMap();
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** To the millionth: a log is read by people, and a step is as exact as that. */
    private static @Nullable Double seconds(@Nullable Duration time) {
        return time == null ? null : Math.round(time.toNanos() / 1e3) / 1e6;
    }

    static void mark(InteractionEvent.MarkSet set, LogProperties p) {
        p.with("name", set.mark().name()).with("data", set.mark().data()).with("atSeconds", seconds(set.at()));
    }

    /** The join as the server understood it, with the names of the wire protocol. */
    static Map<String, Object> joinPayload(JoinRequest request) {
        return new LogProperties()
                .with("origin", request.key().origin())
                .with("namespace", request.key().namespace())
                .with("interactionName", request.key().name())
                .with("userId", request.userId())
                .with("duration", request.duration().toSeconds())
                .with("size", request.size())
                .with("width", request.video().width())
                .with("height", request.video().height())
                .with("frameRate", request.video().frameRate())
                .with("videoFormat", request.video().codec().encodingName())
                .with("audioFx", request.audioFx())
                .with("videoFx", request.videoFx())
                .with("recordingMode", request.recordingMode())
                .with("gpu", request.gpu())
                .with("overlay", request.overlay())
                .with("audioOnly", request.audioOnly())
                .with("plan", request.place() == null ? null : request.place().plan())
                .with("role", request.place() == null ? null : request.place().role())
                .asMap();
    }

    /** A run's directory, relative to the data directory. */
    static String relative(InteractionEvent.Run run) {
        return run.data().relativize(run.directory()).toString().replace(java.io.File.separatorChar, '/');
    }

    static void refusal(InteractionEvent.JoinRefused event, LogProperties properties) {
        Reason reason = event.refusal().reason();
        properties
                .with("cause", event.refusal().refusal().kind())
                .with("origin", event.scope().key().origin());
        if (reason != null) {
            properties.with("error", reason.message()).with("key", reason.key()).with("value", reason.value());
        }
    }

    static LogLevel endLevel(InteractionEvent.InteractionEnded event) {
        return event.reason() == InteractionEvent.EndReason.FAILED ? LogLevel.ERROR : LogLevel.INFO;
    }

    static void end(InteractionEvent.InteractionEnded event, LogProperties properties) {
        properties.with("cause", event.reason().token());
        if (event.reason() == InteractionEvent.EndReason.FAILED) {
            properties.with("error", "the server's own log tells what failed");
        }
        properties.with("files", new TreeMap<>(event.files()));
        Map<String, List<String>> incomplete = new TreeMap<>(event.incomplete());
        incomplete.values().removeIf(List::isEmpty);
        properties.with("incompleteFiles", incomplete.isEmpty() ? null : incomplete);
    }

    /** The missing time, in seconds on the timeline of the run's files, and why it is missing. */
    static void resumed(InteractionEvent.RecordingResumed event, LogProperties properties) {
        RecordingGap missing = event.missing();
        if (missing != null) {
            properties
                    .with("from", missing.from().toMillis() / 1e3)
                    .with("to", missing.to().toMillis() / 1e3)
                    .with("cause", missing.cause().token());
        }
    }

    static void control(InteractionEvent.EffectControlled event, LogProperties properties) {
        var control = event.control();
        properties
                .with("name", control.effectName())
                .with("property", control.property())
                .with("value", control.value().plain())
                .with("duration", control.duration().toMillis())
                .with("target", control.userId() == null ? null : event.target());
    }

    static void bitrate(Bitrate bitrate, LogProperties properties) {
        properties.with("value", bitrate.kilobitsPerSecond()).with("unit", "kbit/s");
    }

    /** JSON texts become objects, so that scripts can read them; any other text stays text. */
    static void preflight(InteractionEvent.PreflightReported event, LogProperties properties) {
        properties.with("source", "client");
        try {
            JsonNode report = JSON.readTree(event.report());
            String verdict = report.path("verdict").asText();
            properties
                    .with("verdict", VERDICTS.contains(verdict) ? verdict : null)
                    .with("report", report);
        } catch (JsonProcessingException e) {
            properties.with("report", event.report());
        }
    }

    /** {@code count} is the number of packets that the client sent: received plus lost. */
    static void report(InteractionEvent.InboundReport event, LogProperties properties) {
        var report = event.sinceLast();
        properties
                .with("lost", report.lost())
                .with("count", Math.max(0, report.packets() + report.lost()))
                .with(
                        "jitter",
                        Math.round(report.jitterMillis() * 10)
                                / 10.0) // This property and the next are not in the original's manual.
                .with(
                        "roundTrip",
                        event.roundTrip() == null ? null : event.roundTrip().toMillis());
    }
}
