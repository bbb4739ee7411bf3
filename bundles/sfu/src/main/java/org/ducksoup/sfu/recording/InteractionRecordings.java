package org.ducksoup.sfu.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.PublishedTrack;
import org.ducksoup.sfu.media.RecordingMode;
import org.ducksoup.sfu.media.SessionMedia;
import org.ducksoup.sfu.media.TrackTap;
import org.ducksoup.sfu.routing.KeyFrameCause;
import org.ducksoup.sfu.routing.KeyFrames;
import org.ducksoup.sfu.time.Agenda;
import org.jspecify.annotations.Nullable;

/**
 * The recordings of one interaction: one for each session, all on one timeline, which begins when the interaction
 * starts. On the interaction's thread.
 */
public final class InteractionRecordings {
    /** Makes what encodes a session's dry video again. */
    public interface Reencoder {
        Reencoding encode(JoinRequest request, Codec video, Reencoding.Listener listener)
                throws PipelineSpecificationException;
    }

    /** How long the files may take to be completed at the end. */
    private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(5);

    /** How often it is checked that the disks still answer. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    /** What is known from the start of the interaction on. */
    private record Run(Optional<RecorderFactory> factory, RunDirectory directory, long originNanos, long originNtp) {}

    private final JoinRequest first;
    private final RecordingMode mode;
    private final Recorders recorders;
    private final Path dataDirectory;
    private final InteractionLog log;
    private final Agenda agenda;
    private final Executor thread;
    private final InstantSource clock;
    private final KeyFrames keyFrames;
    private final Reencoder reencoder;
    private final ZoneId zone = ZoneId.systemDefault();
    private final Map<SessionMedia, SessionRecording> running = new LinkedHashMap<>();
    private final Map<String, List<SessionRecording>> finished = new LinkedHashMap<>();
    private @Nullable Run run;

    /**
     * @param first join of the interaction; its mode counts for everybody
     * @param thread the interaction's
     */
    public InteractionRecordings(
            JoinRequest first,
            RecordingMode mode,
            Recorders recorders,
            Path dataDirectory,
            InteractionLog log,
            Agenda agenda,
            Executor thread,
            InstantSource clock,
            KeyFrames keyFrames,
            Reencoder reencoder) {
        this.first = first;
        this.mode = mode;
        this.recorders = recorders;
        this.dataDirectory = dataDirectory;
        this.log = log;
        this.agenda = agenda;
        this.thread = thread;
        this.clock = clock;
        this.keyFrames = keyFrames;
        this.reencoder = reencoder;
    }

    /** Begins the timeline. Sessions can be recorded from now on. */
    public void open(Instant start) {
        Optional<RecorderFactory> factory = recorders.forMode(mode);
        String asked = first.recordingMode();
        if (!mode.name().equals(asked)) {
            log.publish(s -> new InteractionEvent.RecordingModeIgnored(s, asked, mode.name()));
        }
        String runId = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        RunDirectory directory = new RunDirectory(dataDirectory, first.key(), start, zone, runId);
        log.publish(s -> new InteractionEvent.RunOpened(s, directory.run(mode)));
        if (factory.isEmpty() && mode.has(RecordingMode.Feature.RECORDS)) {
            log.publish(s -> new InteractionEvent.RecordingFailed(s, "no recorder is installed"));
        }
        run = new Run(factory, directory, System.nanoTime(), NtpTime.of(start));
        if (factory.isPresent()) {
            agenda.after(CHECK_INTERVAL, this::check);
        }
    }

    /** Fails the recordings whose disk does not answer. */
    private void check() {
        long now = System.nanoTime();
        running.values().forEach(recording -> recording.check(now));
        agenda.after(CHECK_INTERVAL, this::check);
    }

    /**
     * Begins to record a session. All of its tracks are there.
     *
     * @param connectionCount how often the participant has connected
     * @return begin of the files' names, relative to the data directory; empty if the session is not recorded
     */
    public String begin(SessionMedia media, int connectionCount) {
        Run current = run;
        if (current == null || current.factory.isEmpty() || running.containsKey(media)) {
            return "";
        }
        RunDirectory directory = current.directory;
        Map<RecordedTrack, TrackTap> taps = media.taps();
        String stem = directory.stem(media.participant().userId(), connectionCount, clock.instant(), zone);
        RecordingRequest request = new RecordingRequest(directory.recordings(), directory.index(), stem, taps.keySet());
        SessionRecording.Listener listener = new Events(media);
        RecordingSources sources = new RecordingSources(
                taps,
                media.effects(),
                mode.has(RecordingMode.Feature.REENCODES_DRY) ? reencoding(media, listener) : null,
                current.originNanos,
                current.originNtp);
        running.put(media, new SessionRecording(current.factory.get(), request, sources, listener));
        return directory.relative(directory.recordings().resolve(stem));
    }

    private @Nullable Reencoding reencoding(SessionMedia media, SessionRecording.Listener listener) {
        Optional<RecordedTrack> video = media.taps().keySet().stream()
                .filter(track -> track.tap() == Tap.DRY && track.kind() == MediaKind.VIDEO)
                .findFirst();
        if (video.isEmpty()) {
            return null;
        }
        try {
            return reencoder.encode(media.request(), video.get().codec(), new Reencoding.Listener() {
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

    /** Brings what a recording says to the interaction's thread. */
    private final class Events implements SessionRecording.Listener {
        private final SessionMedia media;

        Events(SessionMedia media) {
            this.media = media;
        }

        @Override
        public void onFailed(String reason) {
            thread.execute(() -> log.tell(
                    s -> new InteractionEvent.RecordingFailed(s, reason),
                    media.participant().userId()));
        }

        @Override
        public void onKeyFrameNeeded(RecordedTrack track) {
            thread.execute(() -> requestKeyFrame(media, track.tap()));
        }
    }

    private void requestKeyFrame(SessionMedia media, Tap tap) {
        PublishedTrack video = media.published().get(MediaKind.VIDEO);
        if (video == null) {
            return;
        }
        if (tap == Tap.DRY) {
            keyFrames.requestFromSource(video, KeyFrameCause.RECORDING);
        } else {
            keyFrames.request(video, KeyFrameCause.RECORDING);
        }
    }

    /** Ends a session's recording, if there is one. */
    public void finish(SessionMedia media) {
        SessionRecording recording = running.remove(media);
        if (recording != null) {
            var unused = recording.finish();
            finished.computeIfAbsent(media.participant().userId(), user -> new ArrayList<>())
                    .add(recording);
        }
    }

    /** Ends all recordings. Completes with the files of each user, after five seconds at most. */
    public CompletableFuture<Map<String, List<String>>> finishAll() {
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
        Run current = run;
        Map<String, List<String>> byUser = new LinkedHashMap<>();
        if (current != null) {
            finished.forEach((user, recordings) -> byUser.put(
                    user,
                    recordings.stream()
                            .map(SessionRecording::filesSoFar)
                            .flatMap(List::stream)
                            .map(current.directory::relative)
                            .distinct()
                            .toList()));
        }
        return byUser;
    }
}
