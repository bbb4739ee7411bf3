package org.ducksoup.stats.figures;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.ClientLogged;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/** The newest figures of one interaction, from its events. */
final class InteractionFigures {
    private record TrackKey(String userId, MediaKind kind) {}

    final InteractionKey key;
    final @Nullable Instant createdAt;
    private final Map<TrackKey, TrackFigures> tracks = new LinkedHashMap<>();
    private final Set<String> connected = new LinkedHashSet<>();
    final RecordingHealth recording = new RecordingHealth();
    final RecentIncidents incidents = new RecentIncidents();
    boolean started;
    boolean ended;

    InteractionFigures(InteractionKey key, @Nullable Instant createdAt) {
        this.key = key;
        this.createdAt = createdAt;
    }

    List<TrackFigures> tracks() {
        return new ArrayList<>(tracks.values());
    }

    int participants() {
        return connected.size();
    }

    void hear(InteractionEvent event) {
        String user = event.scope().userId();
        recording.hear(event);
        incidents.hear(event);
        if (event instanceof InteractionEvent.InteractionStarted) {
            started = true;
        } else if (event instanceof InteractionEvent.InteractionEnded) {
            ended = true;
        }
        if (user == null) {
            return;
        }
        if (event instanceof InteractionEvent.ParticipantConnected) {
            connected.add(user);
        } else if (event instanceof InteractionEvent.ParticipantDisconnected) {
            connected.remove(user);
            tracks.keySet().removeIf(track -> track.userId().equals(user));
        } else if (event instanceof InteractionEvent.TrackReceived e) {
            tracks.put(new TrackKey(user, e.kind()), new TrackFigures(user, e.kind(), e.trackId()));
        } else if (event instanceof InteractionEvent.InboundBitrate e) {
            change(user, e.kind(), track -> track.inKilobits = e.bitrate().kilobitsPerSecond());
        } else if (event instanceof InteractionEvent.OutboundBitrate e) {
            change(user, e.kind(), track -> track.outKilobits = e.bitrate().kilobitsPerSecond());
        } else if (event instanceof InteractionEvent.TargetBitrate e) {
            change(user, e.kind(), track -> track.targetKilobits = e.bitrate().kilobitsPerSecond());
        } else if (event instanceof InteractionEvent.KeyFrameRequested) {
            change(user, MediaKind.VIDEO, track -> track.keyFramesRequested++);
        } else if (event instanceof InteractionEvent.InboundReport e) {
            change(user, e.kind(), track -> {
                track.lost = e.sinceLast().lost();
                track.packets = e.sinceLast().packets();
                track.lostInAll += Math.max(0, e.sinceLast().lost());
                track.jitterMillis = e.sinceLast().jitterMillis();
                track.roundTrip = e.roundTrip();
            });
        } else if (event instanceof ClientLogged e) {
            change(user, MediaKind.VIDEO, track -> reported(track, e));
        }
    }

    /** An unknown track is gone, and this report about it came late. */
    private void change(String user, MediaKind kind, java.util.function.Consumer<TrackFigures> change) {
        TrackFigures track = tracks.get(new TrackKey(user, kind));
        if (track != null) {
            change.accept(track);
        }
    }

    private static void reported(TrackFigures track, ClientLogged event) {
        String payload = event.entry().payload();
        switch (event.entry().kind()) {
            case "client_video_resolution_updated" -> track.resolution = payload;
            case "client_video_fps_updated" -> track.framesPerSecond = payload;
            case "client_keyframe_encoded_count_updated" -> track.keyFrames = payload;
            case "client_pli_received_count_updated" -> track.pictureLossIndications = payload;
            default -> {
                // Not part of the figures.
            }
        }
    }
}
