package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Run;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/** The content of a run's manifest, gathered event by event. On the observer's thread. */
final class RunManifest {
    private static final int MAX_DEVIATIONS = 100;
    private static final int MAX_MARKS = 1000;

    private final ObjectNode content = ManifestFile.object();
    private final ObjectNode runPart;
    private final ObjectNode interaction;
    private final ArrayNode participants;
    private final ControlsSection controls = new ControlsSection();
    private final ArrayNode incidents;
    private final ArrayNode marks;
    private final Map<String, ObjectNode> byUser = new HashMap<>();
    /** The latest join of each participant. */
    private final Map<String, ObjectNode> askedLast = new HashMap<>();

    private final ClientSection clients = new ClientSection();

    private @Nullable Run run;

    RunManifest(Scope created) {
        content.put("format", ManifestFile.FORMAT).put("state", ManifestFile.UNFINISHED);
        runPart = content.putObject("run");
        interaction = content.putObject("interaction");
        interaction
                .put("origin", created.key().origin())
                .put("namespace", created.key().namespace())
                .put("name", created.key().name())
                .put("createdAt", created.at().toString());
        participants = content.putArray("participants");
        content.putArray("controls");
        incidents = content.putArray("incidents");
        marks = content.putArray("marks");
        content.putArray("files");
        content.putObject("software").putObject("bundles");
    }

    /** The run's directory; null before the interaction has started. */
    @Nullable
    Path directory() {
        Run known = run;
        return known == null ? null : known.directory();
    }

    /** A copy of the present content; the caller may change it, but for the single controls. */
    ObjectNode copy() {
        ObjectNode copy = content.deepCopy();
        controls.putInto(copy);
        return copy;
    }

    /** @param software what is not known by events */
    void opened(Run opened, ObjectNode software, ObjectNode configuration) {
        run = opened;
        runPart.put("id", opened.id())
                .put("directory", relative(opened))
                .put("origin", opened.origin().toString())
                .put("recordingMode", opened.recordingMode())
                .put("recorded", opened.recorded());
        content.withObject("/software").setAll(software);
        content.set("configuration", configuration);
    }

    private static String relative(Run run) {
        return run.data().relativize(run.directory()).toString().replace(java.io.File.separatorChar, '/');
    }

    /**
     * Handles an event.
     *
     * @return whether something has changed that a reader should find after a crash
     */
    boolean add(InteractionEvent event) {
        if (event instanceof InteractionEvent.ParticipantJoined joined) {
            join(joined);
        } else if (event instanceof InteractionEvent.ParticipantConnected connected) {
            connect(connected);
        } else if (event instanceof InteractionEvent.PipelineStarted started) {
            ObjectNode connection = connection(started.scope());
            if (connection != null && !started.recordingPrefix().isEmpty()) {
                connection.put("recordedFrom", started.scope().at().toString());
                connection.put("stem", started.recordingPrefix().replaceFirst(".*/", ""));
            }
        } else if (event instanceof InteractionEvent.ParticipantDisconnected gone) {
            ObjectNode connection = connection(gone.scope());
            if (connection != null && !connection.has("endedAt")) {
                connection.put("endedAt", gone.scope().at().toString()).put("cause", gone.cause());
            }
        } else if (event instanceof InteractionEvent.EffectControlled controlled) {
            controls.add(moment(controlled.scope().at()), controlled);
        } else if (event instanceof InteractionEvent.InteractionServedBy served) {
            ObjectNode bundles = content.withObject("/software/bundles");
            new TreeMap<>(served.versions()).forEach(bundles::put);
        } else if (event instanceof InteractionEvent.InteractionHomed homed) {
            home(homed);
        } else if (event instanceof InteractionEvent.BundleChanged changed) {
            at(content.withObject("/software").withArray("changes"), changed.scope())
                    .put("bundle", changed.bundle())
                    .put("version", changed.version())
                    .put("started", changed.started());
        } else if (event instanceof InteractionEvent.RecordingResumed resumed) {
            resume(resumed);
        } else if (event instanceof InteractionEvent.ClientReported reported) {
            return report(reported);
        } else if (event instanceof InteractionEvent.PlanAssigned assigned) {
            plan(assigned);
        } else if (event instanceof InteractionEvent.PlanStepDone done) {
            act(done);
        } else if (event instanceof InteractionEvent.MarkSet set) {
            return mark(set);
        } else if (event instanceof InteractionEvent.InteractionStarted started) {
            interaction.put("startedAt", started.scope().at().toString());
        } else if (event instanceof InteractionEvent.InteractionEnded ended) {
            interaction
                    .put("endedAt", ended.scope().at().toString())
                    .put("endReason", ended.reason().token());
        } else {
            return addIncident(event);
        }
        return true;
    }

    /** What went another way than was wanted. */
    private boolean addIncident(InteractionEvent event) {
        if (event instanceof InteractionEvent.EffectLost lost) {
            incident(lost.scope(), "effect_lost", lost.reason());
        } else if (event instanceof InteractionEvent.EffectSlow slow) {
            incident(
                    slow.scope(),
                    "effect_slow",
                    String.format(
                            Locale.ROOT,
                            "at least %.1f %% of the %s is lost: the effect takes longer for its frames than they last",
                            slow.share() * 100,
                            slow.kind().token()));
        } else if (event instanceof InteractionEvent.EffectRestarted restarted) {
            incident(
                    restarted.scope(),
                    "effect_restarted",
                    restarted.kind().token() + " is changed again, with the last values");
        } else if (event instanceof InteractionEvent.CodecChanged changed) {
            incident(
                    changed.scope(),
                    "codec_changed",
                    changed.kind().token() + " changed from " + changed.from().encodingName() + " to "
                            + changed.to().encodingName());
        } else if (event instanceof InteractionEvent.CodecRequested requested) {
            incident(
                    requested.scope(),
                    "codec_requested",
                    requested.requested().encodingName() + " was asked for, because not everybody decodes "
                            + requested.wanted().encodingName());
        } else if (event instanceof InteractionEvent.OperatorActed acted) {
            incident(acted.scope(), acted.act().token(), acted.detail());
        } else if (event instanceof InteractionEvent.RecordingFailed failed) {
            incident(failed.scope(), "recording_failed", failed.reason()).put("final", failed.isFinal());
        } else if (event instanceof InteractionEvent.RecorderLost lost) {
            incident(lost.scope(), "recorder_lost", lost.reason());
        } else if (event instanceof InteractionEvent.RecordingStalled stalled) {
            incident(stalled.scope(), "recording_stalled", stalled.reason());
        } else {
            return false;
        }
        return true;
    }

    private void home(InteractionEvent.InteractionHomed homed) {
        interaction.put("server", homed.server());
        if (homed.lostServer() != null) {
            ObjectNode lost = interaction.putObject("lostRun").put("server", homed.lostServer());
            if (homed.lostCreatedAt() != null) {
                lost.put("createdAt", homed.lostCreatedAt().toString());
            }
        }
    }

    private void join(InteractionEvent.ParticipantJoined joined) {
        JoinRequest request = joined.request();
        if (!interaction.has("size")) {
            interaction
                    .put("size", request.size())
                    .put("duration", request.duration().toSeconds())
                    .put("recordingModeAsked", request.recordingMode());
        }
        ObjectNode participant = byUser.computeIfAbsent(request.userId(), user -> {
            ObjectNode added = participants.addObject().put("userId", user);
            added.putArray("connections");
            return added;
        });
        ObjectNode asked = asked(request);
        askedLast.put(request.userId(), asked);
        if (!participant.has("asked")) {
            participant.put("joinedAt", joined.scope().at().toString());
            participant.set("asked", asked);
        }
    }

    private static ObjectNode asked(JoinRequest request) {
        JoinRequest.VideoRequest video = request.video();
        JoinRequest.PlanPlace place = request.place();
        ObjectNode asked = ManifestFile.object();
        if (place != null) {
            asked.put("role", place.role());
        }
        return asked.put("audioFx", request.audioFx())
                .put("videoFx", request.videoFx())
                .put("audioOnly", request.audioOnly())
                .put("videoFormat", video.codec().encodingName())
                .put("width", video.width())
                .put("height", video.height())
                .put("frameRate", video.frameRate())
                .put("gpu", request.gpu())
                .put("overlay", request.overlay());
    }

    private void connect(InteractionEvent.ParticipantConnected connected) {
        String user = String.valueOf(connected.scope().userId());
        ObjectNode participant = byUser.get(user);
        if (participant != null) {
            participant
                    .withArray("connections")
                    .addObject()
                    .put("number", connected.connectionCount())
                    .put("connectedAt", connected.scope().at().toString())
                    .set("asked", askedLast.get(user));
        }
    }

    private @Nullable ObjectNode connection(Scope scope) {
        ObjectNode participant = byUser.get(String.valueOf(scope.userId()));
        if (participant == null) {
            return null;
        }
        ArrayNode all = participant.withArray("connections");
        return all.isEmpty() ? null : (ObjectNode) all.get(all.size() - 1);
    }

    private void plan(InteractionEvent.PlanAssigned assigned) {
        ObjectNode plan = content.withObject("/plan")
                .put("name", assigned.plan())
                .put("sha256", assigned.sha256())
                .put("condition", assigned.condition())
                .put("seed", assigned.seed());
        if (assigned.trial()) {
            plan.put("trial", true);
        }
        ExclusionRules rules = assigned.exclusions();
        if (!rules.isEmpty()) {
            ObjectNode exclusions = plan.putObject("exclusions");
            if (rules.lostSoundPercent() != null) {
                exclusions.put("lostSoundPercent", rules.lostSoundPercent());
            }
            if (rules.lostPicturePercent() != null) {
                exclusions.put("lostPicturePercent", rules.lostPicturePercent());
            }
            if (rules.away() != null) {
                exclusions.put("away", micros(rules.away()));
            }
            if (rules.deviations() != null) {
                exclusions.put("deviations", rules.deviations());
            }
        }
        plan.put("acts", 0).put("deviations", 0);
    }

    /** The manifest says how far the plan was carried out. What deviates is told here; all acts are in {@code timeline.csv}. */
    private void act(InteractionEvent.PlanStepDone done) {
        ObjectNode plan = content.withObject("/plan");
        plan.put("acts", plan.path("acts").asInt() + 1);
        plan.put("carriedOutUntil", micros(done.due()));
        if (!done.isDeviation()) {
            return;
        }
        int deviations = plan.path("deviations").asInt() + 1;
        plan.put("deviations", deviations);
        if (deviations <= MAX_DEVIATIONS) {
            String problem = done.problem();
            incident(
                    done.scope(),
                    "plan_deviation",
                    "step " + done.step() + ", " + done.change().act() + ": "
                            + (problem == null ? lateness(done) : problem));
        }
    }

    private static String lateness(InteractionEvent.PlanStepDone done) {
        long millis = done.lateness().toMillis();
        return Math.abs(millis) + (millis < 0 ? " ms early" : " ms late");
    }

    /** A page may mark as often as it likes; the manifest keeps the first ones, the log all. */
    private boolean mark(InteractionEvent.MarkSet set) {
        if (marks.size() >= MAX_MARKS) {
            return false;
        }
        ObjectNode entry = at(marks, set.scope())
                .put("userId", set.scope().userId())
                .put("name", set.mark().name())
                .put("data", set.mark().data());
        if (set.at() != null) {
            entry.put("sinceStart", micros(set.at()));
        }
        return true;
    }

    /** Seconds, to the millionth. */
    private static double micros(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e6;
    }

    private ObjectNode incident(Scope scope, String kind, String reason) {
        return at(incidents, scope)
                .put("kind", kind)
                .put("userId", scope.userId())
                .put("reason", reason);
    }

    private boolean report(InteractionEvent.ClientReported reported) {
        Scope scope = reported.scope();
        String user = String.valueOf(scope.userId());
        ObjectNode connection = connection(scope);
        ClientReport report = reported.report();
        if (connection == null || !clients.isRoomFor(user, report)) {
            return false;
        }
        if (report instanceof ClientReport.Incident happened) {
            clientIncident(scope, happened);
        } else if (report instanceof ClientReport.Browser browser) {
            clients.browser(user, connection, browser);
        } else if (report instanceof ClientReport.TrackSettings track) {
            clients.track(user, connection, track, moment(scope.at()));
        }
        return true;
    }

    private void clientIncident(Scope scope, ClientReport.Incident happened) {
        MediaKind type = happened.type();
        String reason = type == null ? "as the page says" : type.token() + ": " + happened.reason();
        ObjectNode entry = moment(scope.at().minus(happened.ago()))
                .put("kind", happened.what().token())
                .put("userId", scope.userId())
                .put("reason", reason);
        if (type != null) {
            entry.put("type", type.token());
        }
        incidents.add(entry);
    }

    private void resume(InteractionEvent.RecordingResumed resumed) {
        RecordingGap missing = resumed.missing();
        ObjectNode entry = incident(
                resumed.scope(),
                "recording_resumed",
                missing == null ? "nothing is missing" : "what came meanwhile is missing");
        if (missing != null) {
            entry.put("from", missing.from().toMillis() / 1e3)
                    .put("to", missing.to().toMillis() / 1e3)
                    .put("cause", missing.cause().token());
        }
    }

    /** The time of an event, and its place on the timeline of the files. */
    private ObjectNode at(ArrayNode list, Scope scope) {
        ObjectNode entry = moment(scope.at());
        list.add(entry);
        return entry;
    }

    private ObjectNode moment(Instant at) {
        Run known = run;
        Instant origin = known == null ? at : known.origin();
        return ManifestFile.object()
                .put("at", at.toString())
                .put("time", Duration.between(origin, at).toMillis() / 1e3);
    }
}
