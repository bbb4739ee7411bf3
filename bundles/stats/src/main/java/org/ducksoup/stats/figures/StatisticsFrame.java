package org.ducksoup.stats.figures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.cluster.FiguresElsewhere;
import org.ducksoup.api.cluster.FiguresHere;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.stats.log.LogProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A frame of the statistics feed, as the original sends it, with additional members that readers ignore if they do not
 * know them. The original misspells {@code IntputKbs}, so both spellings are sent.
 */
final class StatisticsFrame {
    private static final Logger LOGGER = LoggerFactory.getLogger(StatisticsFrame.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAYLOAD = "payload";
    private static final String STUDY = "study";

    private StatisticsFrame() {}

    /**
     * Returns empty if there is no interaction.
     *
     * @param supervised the interactions of this server that are not over
     * @param elsewhere the figures of the other servers; null on a server that is alone
     * @param cpuShare of all processors that this server uses, 0 to 1
     * @param workers processes of effects, which use other parts of the processors
     */
    static Optional<String> of(
            LiveFigures live,
            List<InteractionStatus> supervised,
            @Nullable FiguresElsewhere elsewhere,
            double cpuShare,
            List<WorkerStatus> workers) {
        ObjectNode frame = JSON.createObjectNode().put("kind", "update");
        here(live, supervised, frame);
        if (elsewhere != null) {
            frame.path(STUDY).forEach(one -> ((ObjectNode) one).put("server", elsewhere.server()));
            elsewhere.figures().forEach((server, figures) -> add(server, figures, frame));
        }
        if (frame.path(PAYLOAD).isEmpty()) {
            return Optional.empty();
        }
        frame.set("server", JSON.valueToTree(server(cpuShare, workers)));
        return Optional.of(frame.toString());
    }

    /** What {@link FiguresHere} tells other servers. */
    static String here(LiveFigures live, List<InteractionStatus> supervised) {
        ObjectNode frame = JSON.createObjectNode();
        here(live, supervised, frame);
        return frame.toString();
    }

    private static void here(LiveFigures live, List<InteractionStatus> supervised, ObjectNode frame) {
        Map<InteractionKey, InteractionStatus> byKey = new HashMap<>();
        supervised.forEach(status -> byKey.put(status.key(), status));
        Map<String, Object> interactions = new LinkedHashMap<>();
        Map<String, Object> study = new LinkedHashMap<>();
        live.read(figures -> {
            interactions.put(name(figures.key), tracks(figures.tracks()));
            return study.put(name(figures.key), StudyFrame.of(figures, byKey.get(figures.key)));
        });
        frame.set(PAYLOAD, JSON.valueToTree(interactions));
        frame.set(STUDY, JSON.valueToTree(study));
    }

    /** Adds another server's interactions. A name that is here already is a run that has just begun or just ends there. */
    private static void add(String server, String figures, ObjectNode frame) {
        try {
            JsonNode theirs = JSON.readTree(figures);
            theirs.path(PAYLOAD).properties().forEach(interaction -> {
                String name = interaction.getKey();
                if (!frame.path(PAYLOAD).has(name) && theirs.path(STUDY).path(name) instanceof ObjectNode study) {
                    ((ObjectNode) frame.path(PAYLOAD)).set(name, interaction.getValue());
                    ((ObjectNode) frame.path(STUDY)).set(name, study.put("server", server));
                }
            });
        } catch (JsonProcessingException e) {
            LOGGER.warn("the figures of {} cannot be read", server, e);
        }
    }

    private static Map<String, Object> server(double cpuShare, List<WorkerStatus> workers) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("CpuPercent", Math.round(cpuShare * 1000) / 10.0);
        if (!workers.isEmpty()) {
            server.put("Workers", workers.size());
            server.put(
                    "WorkersMebibytes",
                    workers.stream().mapToLong(WorkerStatus::residentBytes).sum() >> 20);
            server.put(
                    "WorkersCorePercent",
                    workers.stream().mapToInt(WorkerStatus::cpuPercent).sum());
        }
        return server;
    }

    private static String name(InteractionKey key) {
        return key.origin() + "#" + key.namespace() + "#" + key.name();
    }

    private static Map<String, Object> tracks(List<TrackFigures> tracks) {
        Map<String, Object> byId = new LinkedHashMap<>();
        tracks.forEach(track -> byId.put(track.trackId, figures(track)));
        return byId;
    }

    private static Map<String, Object> figures(TrackFigures track) {
        LogProperties figures = new LogProperties()
                .with("From", track.userId)
                .with("Kind", track.kind.token())
                .with("IntputKbs", track.inKilobits)
                .with("InputKbs", track.inKilobits)
                .with("OutputKbs", track.outKilobits)
                .with("TargetKbs", track.targetKilobits)
                .with("Packets", track.packets)
                .with("Lost", track.lost)
                .with("LostInAll", track.lostInAll)
                .with("JitterMs", Math.round(track.jitterMillis * 10) / 10.0)
                .with(
                        "RoundTripMs",
                        track.roundTrip == null ? null : Math.round(track.roundTrip.toNanos() / 1e5) / 10.0)
                .with("Resolution", track.resolution)
                .with("FrameRate", track.framesPerSecond)
                .with("KeyFrames", track.keyFrames)
                .with("Pli", track.pictureLossIndications)
                .with("PliSent", track.kind == MediaKind.VIDEO ? track.keyFramesRequested : null);
        return figures.asMap();
    }
}
