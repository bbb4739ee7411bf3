package org.ducksoup.sfu;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.rtp.NtpTime;

/** The recordings of one run of an interaction: every session's, on one timeline. On the interaction's thread. */
final class InteractionRecordings {
    /** How long the files may take to be completed at the end. */
    private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(5);

    private final Optional<RecorderFactory> factory;
    private final RunDirectory directory;
    private final ZoneId zone = ZoneId.systemDefault();
    private final Map<ConnectedSession, SessionRecording> running = new LinkedHashMap<>();
    private final Map<String, List<CompletableFuture<List<Path>>>> finished = new LinkedHashMap<>();
    private final long originNanos = System.nanoTime();
    private final long originNtp;

    /** @param factory empty if nothing is to be recorded */
    InteractionRecordings(
            Optional<RecorderFactory> factory, Path data, InteractionKey key, Instant start, String runId) {
        this.factory = factory;
        directory = new RunDirectory(data, key, start, zone, runId);
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
        Set<RecordedTrack> tracks = new HashSet<>(taps.keySet());
        String stem = directory.stem(seat.userId(), seat.connectionCount(), now, zone);
        RecordingRequest request = new RecordingRequest(directory.recordings(), stem, tracks);
        running.put(session, new SessionRecording(factory.get(), request, taps, originNanos, originNtp, listener));
        return directory.relative(directory.recordings().resolve(stem));
    }

    /** Ends a session's recording, if there is one. */
    void finish(ConnectedSession session) {
        SessionRecording recording = running.remove(session);
        if (recording != null) {
            finished.computeIfAbsent(session.request().userId(), user -> new ArrayList<>())
                    .add(recording.finish());
        }
    }

    /** Ends all recordings; completes with the files of each user, however that goes, after five seconds at most. */
    CompletableFuture<Map<String, List<String>>> finishAll() {
        List.copyOf(running.keySet()).forEach(this::finish);
        CompletableFuture<?>[] all =
                finished.values().stream().flatMap(List::stream).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all)
                .completeOnTimeout(null, FINISH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(unused -> files());
    }

    private Map<String, List<String>> files() {
        Map<String, List<String>> byUser = new LinkedHashMap<>();
        finished.forEach((user, recordings) -> byUser.put(
                user,
                recordings.stream()
                        .map(recording -> recording.getNow(List.of()))
                        .flatMap(List::stream)
                        .map(directory::relative)
                        .toList()));
        return byUser;
    }
}
