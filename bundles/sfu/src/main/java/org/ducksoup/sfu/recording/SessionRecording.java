package org.ducksoup.sfu.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.parts.DaemonThreads;

/**
 * The recording of one session, on a thread of its own. Nothing that happens to it disturbs the call: the media path
 * leaves packets in rings and goes on.
 */
final class SessionRecording {
    /**
     * Hears what the recording cannot do by itself, on the recording's thread or on the one that calls {@link
     * #check}.
     */
    interface Listener {
        /** Nothing more is recorded. Comes once at most. */
        void onFailed(String reason);

        /** A video can only be written from the next key frame on. Repeated until one comes. */
        void onKeyFrameNeeded(RecordedTrack track);
    }

    /** How often the rings are emptied. A ring holds far more than comes in this time. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

    /** How long to wait before a key frame is asked for again: it needs a round trip, and longer if it is large. */
    private static final long KEY_FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** A disk that does not answer in this time fails the recording. */
    private static final long MAX_HANG_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private final RecorderFactory factory;
    private final RecordingRequest request;
    private final Listener listener;
    private final RecordingSources sources;
    private final CompletableFuture<List<Path>> files = new CompletableFuture<>();
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile long aliveNanos = System.nanoTime();
    private volatile boolean over;
    private volatile boolean finishing;
    private volatile List<Path> opened = List.of();

    /**
     * Begins to listen at once. Files are created on the recording's own thread.
     *
     * @param sources of the tracks
     */
    SessionRecording(RecorderFactory factory, RecordingRequest request, RecordingSources sources, Listener listener) {
        this.factory = factory;
        this.request = request;
        this.sources = sources;
        this.listener = listener;
        // Packets count from this moment on, not from when the files are open: the key frame asked for now must not be
        // missed.
        sources.attach();
        DaemonThreads.start("ducksoup-recording-" + request.fileStem(), this::run);
    }

    /** Completes the files; the result names those that exist, also after a failure. */
    CompletableFuture<List<Path>> finish() {
        finishing = true;
        return files;
    }

    /** The files that exist so far, for a caller that cannot wait for the end. From any thread. */
    List<Path> filesSoFar() {
        return files.isDone()
                ? files.getNow(List.of())
                : opened.stream().filter(Files::exists).toList();
    }

    /** Fails the recording if the disk does not answer. To be called about twice a second, from any one thread. */
    void check(long nowNanos) {
        if (!over && nowNanos - aliveNanos > MAX_HANG_NANOS) {
            fail("the disk does not answer");
        }
    }

    private void fail(String reason) {
        if (failed.compareAndSet(false, true)) {
            sources.detach();
            listener.onFailed(reason);
        }
    }

    private void run() {
        Recorder recorder;
        try {
            Files.createDirectories(request.directory());
            Files.createDirectories(request.indexDirectory());
            recorder = factory.open(request);
            opened = List.copyOf(recorder.files());
        } catch (IOException | RuntimeException e) {
            fail(reason(e));
            over = true;
            files.complete(List.of());
            return;
        }
        try {
            record(recorder);
        } catch (IOException | RuntimeException e) {
            fail(reason(e));
        } finally {
            sources.detach();
        }
        try {
            recorder.close();
        } catch (IOException | RuntimeException e) {
            fail(reason(e));
        } finally {
            over = true;
            files.complete(existing(recorder));
        }
    }

    private void record(Recorder recorder) throws IOException {
        List<RecordingLane> lanes = sources.lanesTo(recorder);
        long flushed = System.nanoTime();
        // The first request is made at once: the packets that come now may refer to a key frame that came before.
        long wished = flushed - KEY_FRAME_NANOS;
        while (!finishing && !failed.get()) {
            LockSupport.parkNanos(STEP_NANOS);
            long now = System.nanoTime();
            aliveNanos = now;
            for (RecordingLane lane : lanes) {
                lane.advance(now);
                if (lane.ring().lost() > 0) {
                    throw new IOException("the disk is too slow: packets found no room in the queue");
                }
            }
            if (now - wished >= KEY_FRAME_NANOS) {
                wished = now;
                wishForKeyFrames(lanes);
            }
            if (now - flushed >= FLUSH_NANOS) {
                flushed = now;
                recorder.flush();
            }
        }
        sources.detach();
        if (!failed.get()) {
            for (RecordingLane lane : lanes) {
                lane.finish();
            }
        }
    }

    private void wishForKeyFrames(List<RecordingLane> lanes) {
        for (RecordingLane lane : lanes) {
            if (lane.awaitsKeyFrame() && !sources.askPipeline(lane)) {
                listener.onKeyFrameNeeded(lane.track());
            }
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + message;
    }

    private static List<Path> existing(Recorder recorder) {
        try {
            List<Path> all = new ArrayList<>(recorder.files());
            return all.stream().distinct().filter(Files::exists).toList();
        } catch (RuntimeException broken) {
            return List.of();
        }
    }
}
