package org.ducksoup.stats.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EffectDelayed;
import org.ducksoup.api.interaction.InteractionEvent.InteractionServedBy;
import org.ducksoup.api.interaction.InteractionEvent.ParticipantJoined;
import org.ducksoup.api.interaction.InteractionEvent.PlanAssigned;
import org.ducksoup.api.interaction.InteractionEvent.PlanStepDone;
import org.ducksoup.api.interaction.InteractionEvent.TrackReceived;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/** A paragraph for a paper's methods section, to be copied, and changed where a journal wants it otherwise. */
final class Methods {
    private static final String FRAMEWORK = "GStreamer";

    private final Map<String, String> bundles = new TreeMap<>();
    private final Map<String, String> effects = new LinkedHashMap<>();
    private final Map<MediaKind, TreeSet<String>> codecs = new EnumMap<>(MediaKind.class);
    private final List<String> delays = new ArrayList<>();
    private final Lateness lateness = new Lateness();
    private final Exclusions exclusions = new Exclusions();
    private int acts;
    private int deviations;
    private int undone;

    /** @param at since the start of the interaction */
    void hear(InteractionEvent event, Duration at) {
        exclusions.hear(event, at);
        String user = event.scope().userId();
        if (event instanceof InteractionServedBy served) {
            bundles.putAll(served.versions());
        } else if (event instanceof ParticipantJoined joined && user != null) {
            effects.put(user, effects(joined.request()));
        } else if (event instanceof TrackReceived track) {
            codecs.computeIfAbsent(track.kind(), unused -> new TreeSet<>())
                    .add(track.mediaType().replaceFirst("^[a-z]+/", ""));
        } else if (event instanceof EffectDelayed delay && user != null) {
            delays.add("the %s of %s for %d ms (median; 99 %% within %d ms)"
                    .formatted(
                            delay.kind() == MediaKind.AUDIO ? "sound" : "picture",
                            user,
                            delay.medianMillis(),
                            delay.highMillis()));
        } else if (event instanceof PlanStepDone done) {
            act(done);
        }
    }

    private static String effects(JoinRequest request) {
        List<String> all = new ArrayList<>();
        if (request.audioFx() != null) {
            all.add(request.audioFx());
        }
        if (request.videoFx() != null) {
            all.add(request.videoFx());
        }
        return String.join(" and ", all);
    }

    private void act(PlanStepDone done) {
        acts++;
        deviations += done.isDeviation() ? 1 : 0;
        if (done.applied() == null) {
            undone++;
        } else {
            lateness.add(done.lateness());
        }
    }

    /** How many acts were due. */
    int acts() {
        return acts;
    }

    /**
     * The paragraph.
     *
     * @param processing versions of the framework that processes media, and of its plug-ins; empty if there is none
     */
    String text(PlanAssigned plan, Map<String, String> processing) {
        return String.format(
                        Locale.ROOT,
                        "The interaction followed the plan %s (SHA-256 %s; condition %s; seed %d), carried out by the"
                                + " server DuckSoup%s on its own clock%s.",
                        plan.plan(),
                        plan.sha256(),
                        plan.condition(),
                        plan.seed(),
                        version(bundles.get("sfu")),
                        software(processing))
                + media()
                + effectSentences()
                + (delays.isEmpty() ? "" : " The server held " + String.join(", ", delays) + ".")
                + actSentences()
                + exclusions.sentences(plan.exclusions());
    }

    private static String version(@Nullable String version) {
        return version == null ? "" : " " + version;
    }

    /** Most plug-ins have the framework's version; the others are named. */
    private static String software(Map<String, String> processing) {
        String framework = processing.get(FRAMEWORK);
        String java = "Java " + System.getProperty("java.version");
        if (framework == null) {
            return " (" + java + ")";
        }
        List<String> others = processing.entrySet().stream()
                .filter(each ->
                        !each.getKey().equals(FRAMEWORK) && !each.getValue().equals(framework))
                .map(each -> each.getKey() + " " + each.getValue())
                .toList();
        return " (" + java + "; GStreamer " + framework + " with plug-ins of the same version"
                + (others.isEmpty() ? "" : ", but for " + String.join(", ", others)) + ")";
    }

    private String media() {
        List<String> all = new ArrayList<>();
        codecs.forEach((kind, names) ->
                all.add((kind == MediaKind.AUDIO ? "sound" : "pictures") + " as " + String.join(" and ", names)));
        return all.isEmpty() ? "" : " Participants sent " + String.join(", ", all) + ".";
    }

    private String effectSentences() {
        StringBuilder all = new StringBuilder();
        effects.forEach((user, text) -> {
            if (!text.isEmpty()) {
                all.append(" Effects of ")
                        .append(user)
                        .append(": ")
                        .append(text)
                        .append('.');
            }
        });
        return all.toString();
    }

    private String actSentences() {
        if (acts == 0) {
            return " No act was due.";
        }
        String all = String.format(
                Locale.ROOT,
                " %s due, of which %d deviated from the plan (its first frame was more than %d ms of sound or %d ms of"
                        + " picture from its time, or it was more than %d ms late; not done: %d).",
                Count.of(acts, "act was", "acts were"),
                deviations,
                PlanStepDone.TOLERANCE.toMillis(),
                PlanStepDone.PICTURE_TOLERANCE.toMillis(),
                PlanStepDone.TOLERANCE.toMillis(),
                undone);
        return lateness.isEmpty()
                ? all
                : all
                        + String.format(
                                Locale.ROOT,
                                " Half of them took effect within %.1f ms of their time, 99 %% within %.1f ms, all"
                                        + " within %.1f ms.",
                                lateness.millis(0.5),
                                lateness.millis(0.99),
                                lateness.millis(1));
    }
}
