package org.ducksoup.sfu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;

/**
 * The recording of one session, on a thread of its own. Whatever happens to it, the call does not notice: the media path
 * leaves packets in rings and goes on.
 */
final class SessionRecording {
    /** Told, from the recording's thread, that nothing more is recorded. */
    interface FailureListener {
        void onFailed(String reason);
    }

    /** How often the rings are looked at; a ring holds far more. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RecorderFactory factory;
    private final RecordingRequest request;
    private final long originNanos;
    private final long originNtp;
    private final FailureListener failures;
    private final List<RecordingLane> lanes = new ArrayList<>();
    private final CompletableFuture<List<Path>> files = new CompletableFuture<>();
    private final Map<RecordedTrack, TrackTap> taps;
    private volatile boolean finishing;

    /**
     * Begins to record; creating files and all that follows happens on the recording's own thread.
     *
     * @param taps where the tracks are to be had
     * @param originNanos begin of the timeline on the clock of {@link System#nanoTime}
     * @param originNtp the same instant as NTP timestamp
     */
    SessionRecording(
            RecorderFactory factory,
            RecordingRequest request,
            Map<RecordedTrack, TrackTap> taps,
            long originNanos,
            long originNtp,
            FailureListener failures) {
        this.factory = factory;
        this.request = request;
        this.taps = Map.copyOf(taps);
        this.originNanos = originNanos;
        this.originNtp = originNtp;
        this.failures = failures;
        Thread thread = new Thread(this::run, "ducksoup-recording-" + request.fileStem());
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes the files; the result names those that exist, also after a failure. */
    CompletableFuture<List<Path>> finish() {
        finishing = true;
        return files;
    }

    private void run() {
        Recorder recorder;
        try {
            Files.createDirectories(request.directory());
            recorder = factory.open(request);
        } catch (IOException | RuntimeException e) {
            failures.onFailed(reason(e));
            files.complete(List.of());
            return;
        }
        try {
            record(recorder);
        } catch (IOException | RuntimeException e) {
            failures.onFailed(reason(e));
        } finally {
            lanes.forEach(lane -> tap(lane).record(null));
        }
        try {
            recorder.close();
        } catch (IOException | RuntimeException e) {
            failures.onFailed(reason(e));
        } finally {
            files.complete(existing(recorder));
        }
    }

    private void record(Recorder recorder) throws IOException {
        for (RecordedTrack track : request.tracks()) {
            RecordingLane lane = new RecordingLane(track, recorder, originNanos, originNtp);
            lanes.add(lane);
            tap(lane).record(lane.ring());
        }
        long flushed = System.nanoTime();
        while (!finishing) {
            LockSupport.parkNanos(STEP_NANOS);
            long now = System.nanoTime();
            for (RecordingLane lane : lanes) {
                lane.advance(now);
                if (lane.ring().lost() > 0) {
                    throw new IOException("the disk is too slow: packets found no room in the queue");
                }
            }
            if (now - flushed >= FLUSH_NANOS) {
                flushed = now;
                recorder.flush();
            }
        }
        for (RecordingLane lane : lanes) {
            tap(lane).record(null);
            lane.finish();
        }
    }

    private TrackTap tap(RecordingLane lane) {
        TrackTap tap = taps.get(lane.track());
        if (tap == null) {
            throw new IllegalStateException("no tap for " + lane.track());
        }
        return tap;
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + message;
    }

    private static List<Path> existing(Recorder recorder) {
        try {
            return recorder.files().stream().filter(Files::exists).toList();
        } catch (RuntimeException broken) {
            return List.of();
        }
    }
}
