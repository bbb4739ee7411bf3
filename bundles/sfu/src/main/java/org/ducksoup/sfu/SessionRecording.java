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
    /** Told, from the recording's thread, what the recording cannot do by itself. */
    interface Listener {
        /** Nothing more is recorded. */
        void onFailed(String reason);

        /** Video that can only be written from the next key frame on; repeated until one comes. */
        void onKeyFrameNeeded(RecordedTrack track);
    }

    /** How often the rings are looked at; a ring holds far more. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A key frame that was asked for needs a round trip, and more when it is large. */
    private static final long KEY_FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final RecorderFactory factory;
    private final RecordingRequest request;
    private final Listener listener;
    private final List<RecordingLane> lanes = new ArrayList<>();
    private final CompletableFuture<List<Path>> files = new CompletableFuture<>();
    private final Map<RecordedTrack, TrackTap> taps;
    private volatile boolean finishing;

    /**
     * Begins to listen; creating files and all that follows happens on the recording's own thread.
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
            Listener listener) {
        this.factory = factory;
        this.request = request;
        this.taps = Map.copyOf(taps);
        this.listener = listener;
        // From this moment on, not from when the files are open: the key frame asked for now must not be missed.
        for (RecordedTrack track : request.tracks()) {
            RecordingLane lane = new RecordingLane(track, originNanos, originNtp);
            lanes.add(lane);
            tap(lane).record(lane.ring());
        }
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
            lanes.forEach(lane -> tap(lane).record(null));
            listener.onFailed(reason(e));
            files.complete(List.of());
            return;
        }
        try {
            record(recorder);
        } catch (IOException | RuntimeException e) {
            listener.onFailed(reason(e));
        } finally {
            lanes.forEach(lane -> tap(lane).record(null));
        }
        try {
            recorder.close();
        } catch (IOException | RuntimeException e) {
            listener.onFailed(reason(e));
        } finally {
            files.complete(existing(recorder));
        }
    }

    private void record(Recorder recorder) throws IOException {
        lanes.forEach(lane -> lane.writeTo(recorder));
        long flushed = System.nanoTime();
        // The first wish at once: what is on its way already may lie behind a key frame.
        long wished = flushed - KEY_FRAME_NANOS;
        while (!finishing) {
            LockSupport.parkNanos(STEP_NANOS);
            long now = System.nanoTime();
            for (RecordingLane lane : lanes) {
                lane.advance(now);
                if (lane.ring().lost() > 0) {
                    throw new IOException("the disk is too slow: packets found no room in the queue");
                }
            }
            if (now - wished >= KEY_FRAME_NANOS) {
                wished = now;
                wishForKeyFrames();
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

    private void wishForKeyFrames() {
        for (RecordingLane lane : lanes) {
            if (lane.awaitsKeyFrame()) {
                listener.onKeyFrameNeeded(lane.track());
            }
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
