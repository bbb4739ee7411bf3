package org.ducksoup.sfu.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.parts.Timer;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.sfu.events.InteractionLog;
import org.ducksoup.sfu.media.RecordingMode;
import org.ducksoup.sfu.media.SessionMedia;
import org.ducksoup.sfu.media.TrackTap;
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

    /**
     * The result of the recordings.
     *
     * @param files of each user
     * @param incomplete those of them that are not complete, or not yet
     */
    public record Outcome(Map<String, List<String>> files, Map<String, List<String>> incomplete) {
        public static final Outcome NONE = new Outcome(Map.of(), Map.of());
    }

    /** How long the files may take to be completed at the end. */
    private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(5);

    /** How often it is checked that the disks still answer. */
    private static final Duration CHECK_INTERVAL = Duration.ofNanos(StallWatch.INTERVAL_NANOS);

    /** The facts that are known from the interaction's start on. */
    /** Two readings of clocks are of one instant when no more lies between them. */
    private static final long APART_NANOS = 100_000;

    private record Run(RunDirectory directory, long originNanos, long originNtp) {}

    private long originNanos;

    private final JoinRequest first;
    private final RecordingMode mode;
    private final Recorders recorders;
    private final RecordingSettings settings;
    private final RecordingMemory memory;
    private final InteractionLog log;
    private final Agenda agenda;
    private final Executor thread;
    private final Timer timer;
    private final KeyFrames keyFrames;
    private final Reencoder reencoder;
    private final ZoneId zone = ZoneId.systemDefault();
    private final Map<SessionMedia, SessionRecording> running = new LinkedHashMap<>();
    private final Map<String, List<RecordingFiles>> finished = new LinkedHashMap<>();
    private volatile @Nullable Run run;

    /**
     * @param first join of the interaction; its mode counts for everybody
     * @param memory of the whole server
     * @param thread the interaction's
     */
    public InteractionRecordings(
            JoinRequest first,
            RecordingMode mode,
            Recorders recorders,
            RecordingSettings settings,
            RecordingMemory memory,
            InteractionLog log,
            Agenda agenda,
            Executor thread,
            Timer timer,
            KeyFrames keyFrames,
            Reencoder reencoder) {
        this.first = first;
        this.mode = mode;
        this.recorders = recorders;
        this.settings = settings;
        this.memory = memory;
        this.log = log;
        this.agenda = agenda;
        this.thread = thread;
        this.timer = timer;
        this.keyFrames = keyFrames;
        this.reencoder = reencoder;
    }

    /**
     * Begins the timeline now.
     *
     * @param clock another one, for instance of what is planned
     * @return the same instant on that clock, also if this thread loses its turn between the readings
     */
    public long beginTimeline(LongSupplier clock) {
        long before;
        do {
            before = clock.getAsLong();
            originNanos = System.nanoTime();
        } while (clock.getAsLong() - before > APART_NANOS);
        return before;
    }

    /** Opens the run. Sessions can be recorded from now on. To be called right after {@link #beginTimeline}. */
    public void open(Instant start) {
        String runId = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        RunDirectory directory = new RunDirectory(settings.dataDirectory(), first.key(), start, zone, runId);
        log.publish(s -> new InteractionEvent.RunOpened(s, directory.run(mode)));
        run = new Run(directory, originNanos, NtpTime.ofNanoTime(originNanos));
        if (mode.has(RecordingMode.Feature.RECORDS)) {
            agenda.after(CHECK_INTERVAL, this::check);
        }
    }

    /** The run's directory, absolute; empty before the start. From any thread. */
    public Optional<Path> directory() {
        return Optional.ofNullable(run).map(opened -> opened.directory.path().toAbsolutePath());
    }

    /** Tells of the recordings whose disk does not answer. */
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
        if (current == null || !mode.has(RecordingMode.Feature.RECORDS) || running.containsKey(media)) {
            return "";
        }
        RunDirectory directory = current.directory;
        String stem = directory.stem(media.participant().userId(), connectionCount, log.now(), zone);
        start(current, media, stem, new AtomicInteger());
        return directory.relative(directory.recordings().resolve(stem));
    }

    /** If the tracks of a session have changed, its recording continues in a further part. */
    public void follow(SessionMedia media) {
        Run current = run;
        SessionRecording before = running.get(media);
        if (current == null || before == null) {
            return;
        }
        RecordingRequest request = before.request();
        if (!request.tracks().equals(media.taps().keySet())) {
            finish(media);
            start(current, media, request.fileStem(), before.parts());
        }
    }

    private void start(Run current, SessionMedia media, String stem, AtomicInteger parts) {
        RunDirectory directory = current.directory;
        Map<RecordedTrack, TrackTap> taps = media.taps();
        SessionRecording.Listener listener = new RecordingEvents(media, current.originNanos, log, thread, keyFrames);
        Reencoding reencoding = mode.has(RecordingMode.Feature.REENCODES_DRY) ? reencoding(media, listener) : null;
        RecordingRequest request = new RecordingRequest(
                directory.recordings(),
                directory.index(),
                stem,
                taps.keySet(),
                frameRates(media, taps.keySet(), reencoding != null));
        RecordingSources sources = new RecordingSources(
                taps,
                media.effects(),
                reencoding,
                memory.part(settings.memoryBytes()),
                current.originNanos,
                current.originNtp);
        running.put(media, new SessionRecording(recorders, mode, request, sources, parts, listener));
    }

    /** The rates of the videos that this server encodes at a constant rate: the one that the page asked for. */
    private Map<RecordedTrack, Integer> frameRates(SessionMedia media, Set<RecordedTrack> tracks, boolean reencoded) {
        Map<RecordedTrack, Integer> constant = new HashMap<>();
        if (mode.has(RecordingMode.Feature.CONSTANT_RATE)) {
            tracks.stream()
                    .filter(track -> track.kind() == MediaKind.VIDEO && (reencoded || track.tap() == Tap.WET))
                    .forEach(
                            track -> constant.put(track, media.request().video().frameRate()));
        }
        return constant;
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
                    listener.onFailed("dry video is not encoded again: " + reason, false);
                }

                @Override
                public void onResumed(long lostNanos) {
                    listener.onResumed(new Span(lostNanos, System.nanoTime()), RecordingGap.Cause.ENCODER_LOST);
                }
            });
        } catch (PipelineSpecificationException e) {
            listener.onFailed(
                    "dry video is recorded as received, it cannot be encoded again: " + e.getMessage(), false);
            return null;
        }
    }

    /** Ends a session's recording, if there is one. */
    public void finish(SessionMedia media) {
        SessionRecording recording = running.remove(media);
        if (recording != null) {
            finished.computeIfAbsent(media.participant().userId(), user -> new ArrayList<>())
                    .add(recording.finish());
        }
    }

    /** Ends all recordings. Completes after five seconds at most, with the files as far as they are known by then. */
    public CompletableFuture<Outcome> finishAll() {
        List.copyOf(running.keySet()).forEach(this::finish);
        CompletableFuture<?>[] all = finished.values().stream()
                .flatMap(List::stream)
                .map(RecordingFiles::done)
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Runnable stopWaiting =
                timer.schedule(FINISH_TIMEOUT, () -> thread.execute(() -> outcome.complete(unfinished())));
        CompletableFuture.allOf(all).thenRun(() -> {
            stopWaiting.run();
            outcome.complete(outcome());
        });
        return outcome;
    }

    private Outcome outcome() {
        return new Outcome(names(RecordingFiles::all), names(RecordingFiles::incomplete));
    }

    private Outcome unfinished() {
        finished.forEach((user, recordings) -> {
            if (recordings.stream().anyMatch(files -> !files.done().isDone())) {
                log.tell(
                        s -> new InteractionEvent.RecordingFailed(
                                s,
                                "the disk or the recorder does not answer at the end; files are completed when it does",
                                false),
                        user);
            }
        });
        return outcome();
    }

    /** The names of each user's files, for the client. */
    private Map<String, List<String>> names(Function<RecordingFiles, List<Path>> which) {
        Run current = run;
        Map<String, List<String>> byUser = new LinkedHashMap<>();
        if (current != null) {
            finished.forEach((user, recordings) -> byUser.put(
                    user,
                    recordings.stream()
                            .map(which)
                            .flatMap(List::stream)
                            .map(current.directory::relative)
                            .distinct()
                            .toList()));
        }
        return byUser;
    }
}
