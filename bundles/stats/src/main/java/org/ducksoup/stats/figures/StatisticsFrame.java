package org.ducksoup.stats.figures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.stats.log.LogProperties;

/**
 * A frame of the statistics feed, as the original sends it, with additional members that readers ignore if they do not
 * know them. The original misspells {@code IntputKbs}, so both spellings are sent.
 */
final class StatisticsFrame {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatisticsFrame() {}

    /**
     * Returns empty if there is no interaction.
     *
     * @param supervised the interactions that are not over
     * @param cpuShare of all processors that this server uses, 0 to 1
     * @param workers processes of effects, which use other parts of the processors
     */
    static Optional<String> of(
            LiveFigures live, List<InteractionStatus> supervised, double cpuShare, List<WorkerStatus> workers) {
        Map<InteractionKey, InteractionStatus> byKey = new HashMap<>();
        supervised.forEach(status -> byKey.put(status.key(), status));
        Map<String, Object> interactions = new LinkedHashMap<>();
        Map<String, Object> study = new LinkedHashMap<>();
        live.read(figures -> {
            interactions.put(name(figures.key), tracks(figures.tracks()));
            return study.put(name(figures.key), StudyFrame.of(figures, byKey.get(figures.key)));
        });
        if (interactions.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("kind", "update");
        frame.put("payload", interactions);
        frame.put("study", study);
        frame.put("server", server(cpuShare, workers));
        try {
            return Optional.of(JSON.writeValueAsString(frame));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers have JSON", e);
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
