package org.ducksoup.sfu;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.rtp.NtpTime;
import org.jspecify.annotations.Nullable;

/** The recordings of one run of an interaction: every session's, on one timeline. On the interaction's thread. */
final class InteractionRecordings {
    /** How long the files may take to be completed at the end. */
    private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(5);

    /** How often {@link #check} is to be called. */
    static final Duration WATCH = Duration.ofMillis(500);

    private final Optional<RecorderFactory> factory;
    private final RunDirectory directory;
    private final RecordingMode mode;
    private final Effects effects;
    private final ZoneId zone = ZoneId.systemDefault();
    private final Map<ConnectedSession, SessionRecording> running = new LinkedHashMap<>();
    private final Map<String, List<SessionRecording>> finished = new LinkedHashMap<>();
    private final long originNanos = System.nanoTime();
    private final long originNtp;

    /** @param factory empty if nothing is to be recorded */
    InteractionRecordings(
            Optional<RecorderFactory> factory,
            RunDirectory directory,
            RecordingMode mode,
            Effects effects,
            Instant start) {
        this.factory = factory;
        this.directory = directory;
        this.mode = mode;
        this.effects = effects;
        originNtp = NtpTime.of(start);
    }

    /**
     * Begins to record a session, all of whose tracks are there.
     *
     * @return begin of its files' names, relative to the data directory; empty if it is not recorded
     */
    String begin(ConnectedSession session, Participant seat, Instant now, SessionRecording.Listener listener) {
        if (factory.isEmpty() || running.containsKey(session)) {
            return "";
        }
        Map<RecordedTrack, TrackTap> taps = session.media().taps();
        EffectProcessing processing = session.media().effects();
        String stem = directory.stem(seat.userId(), seat.connectionCount(), now, zone);
        RecordingRequest request = new RecordingRequest(directory.recordings(), directory.index(), stem, taps.keySet());
        RecordingSources sources = new RecordingSources(
                taps,
                processing,
                mode.reencodesDry() ? reencoding(session, taps, listener) : null,
                originNanos,
                originNtp);
        running.put(session, new SessionRecording(factory.get(), request, sources, listener));
        return directory.relative(directory.recordings().resolve(stem));
    }

    private @Nullable Reencoding reencoding(
            ConnectedSession session, Map<RecordedTrack, TrackTap> taps, SessionRecording.Listener listener) {
        Optional<RecordedTrack> video = taps.keySet().stream()
                .filter(track -> track.tap() == Tap.DRY && track.kind() == MediaKind.VIDEO)
                .findFirst();
        if (video.isEmpty()) {
            return null;
        }
        try {
            return effects.reencoding(session, video.get().codec(), new Reencoding.Listener() {
                @Override
                public void onKeyFrameNeeded() {
                    listener.onKeyFrameNeeded(video.get());
                }

                @Override
                public void onFailed(String reason) {
                    listener.onFailed("dry video is not encoded again: " + reason);
                }
            });
        } catch (PipelineSpecificationException e) {
            listener.onFailed("dry video is recorded as received, it cannot be encoded again: " + e.getMessage());
            return null;
        }
    }

    /** Looks after disks that do not answer. */
    void check() {
        long now = System.nanoTime();
        running.values().forEach(recording -> recording.check(now));
    }

    /** Ends a session's recording, if there is one. */
    void finish(ConnectedSession session) {
        SessionRecording recording = running.remove(session);
        if (recording != null) {
            var unused = recording.finish();
            finished.computeIfAbsent(session.request().userId(), user -> new ArrayList<>())
                    .add(recording);
        }
    }

    /** Ends all recordings; completes with the files of each user, however that goes, after five seconds at most. */
    CompletableFuture<Map<String, List<String>>> finishAll() {
        List.copyOf(running.keySet()).forEach(this::finish);
        CompletableFuture<?>[] all = finished.values().stream()
                .flatMap(List::stream)
                .map(SessionRecording::finish)
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all)
                .completeOnTimeout(null, FINISH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(unused -> files());
    }

    private Map<String, List<String>> files() {
        Map<String, List<String>> byUser = new LinkedHashMap<>();
        finished.forEach((user, recordings) -> byUser.put(
                user,
                recordings.stream()
                        .map(SessionRecording::filesSoFar)
                        .flatMap(List::stream)
                        .map(directory::relative)
                        .distinct()
                        .toList()));
        return byUser;
    }
}
