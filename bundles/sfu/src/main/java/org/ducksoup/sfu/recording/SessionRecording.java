package org.ducksoup.sfu.recording;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.sfu.media.RecordingMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recording of one session, on a thread of its own. Nothing that happens to it disturbs the call: the media path
 * leaves packets in queues and goes on. While the disk does not answer, they wait there. After an error of the disk the
 * recording goes on in further files as soon as the disk takes some. Only a bug of a recorder ends it early.
 */
final class SessionRecording {
    /**
     * Hears of the state of the recording, on the recording's thread or on the one that calls {@link #check}. Must not
     * wait.
     */
    interface Listener {
        /** The disk does not answer, or not fast enough. What comes waits in memory. */
        void onStalled(String reason);

        /** The recorder's bundle was stopped. What comes waits in memory for the next version of it. */
        void onRecorderLost(String reason);

        /**
         * After a stall, a failure or a change of the recorder: the recording goes on.
         *
         * @param missing when nothing was kept; null if all was
         * @param cause why it was not
         */
        void onResumed(@Nullable Span missing, RecordingGap.Cause cause);

        /** @param isFinal nothing more is recorded; otherwise it is tried again */
        void onFailed(String reason, boolean isFinal);

        /** A video can only be written from the next key frame on. Repeated until one comes. */
        void onKeyFrameNeeded(RecordedTrack track);
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(SessionRecording.class);

    /** How often the queues are emptied. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

    /** How long to wait before a key frame is asked for again: it needs a round trip, and longer if it is large. */
    private static final long KEY_FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How long to wait before a disk that has failed is asked again; twice as long each time. */
    private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** How the writing of a part ended. */
    private enum PartEnd {
        OVER,
        RECORDER_LEAVES,
        DISK_FAILED
    }

    private final Recorders recorders;
    private final RecordingMode mode;
    private final RecorderLoan loan;
    private final RecordingRequest request;
    private final RecordingSources sources;
    private final RecordingFiles files = new RecordingFiles();
    private final RecordingState state;
    private final AtomicLong turns = new AtomicLong();
    private volatile boolean finishing;
    private long retryNanos = FIRST_RETRY_NANOS;
    private final AtomicInteger parts;

    /**
     * Begins to listen at once. Files are created on the recording's own thread.
     *
     * @param sources of the tracks
     * @param parts how many parts of this name have been begun; shared with an earlier recording of the same session
     */
    SessionRecording(
            Recorders recorders,
            RecordingMode mode,
            RecordingRequest request,
            RecordingSources sources,
            AtomicInteger parts,
            Listener listener) {
        this.parts = parts;
        this.recorders = recorders;
        this.mode = mode;
        loan = new RecorderLoan(recorders, mode);
        this.request = request;
        this.sources = sources;
        state = new RecordingState(listener);
        // Packets count from this moment on, not from when the files are open: the key frame asked for now must not be
        // missed.
        sources.attach();
        recorders.add(this);
        DaemonThreads.start("ducksoup-recording-" + request.fileStem(), () -> run(listener));
    }

    /** Ends the recording. The result completes when the files are complete, or nothing more can be done for them. */
    RecordingFiles finish() {
        finishing = true;
        sources.detach();
        return files;
    }

    /**
     * Closes what the recorder of a bundle that stops has open; the recording goes on with the next version of it. From any
     * thread.
     *
     * @return completes when the files are closed
     */
    CompletableFuture<?> release(RecorderFactory gone) {
        return loan.recall(gone);
    }

    /** The begin of the names of the recording's files. */
    RecordingRequest request() {
        return request;
    }

    /** How many parts have been begun. A recording that follows this one goes on counting. */
    AtomicInteger parts() {
        return parts;
    }

    /** Looks whether the disk still answers. To be called about twice a second, from any one thread. */
    void check(long nowNanos) {
        state.look(nowNanos, turns.get(), sources.isFull());
    }

    private void run(Listener listener) {
        try {
            writeParts(listener);
            state.end(sources.takeGap(System.nanoTime(), true));
        } catch (Throwable e) {
            // A bug of a lab's recorder, or a class that cannot be loaded any more because its bundle was updated.
            LOGGER.warn("a recorder has failed", e);
            state.bug(e);
        } finally {
            recorders.remove(this);
            sources.detach();
            sources.close();
            files.end();
        }
    }

    private void writeParts(Listener listener) {
        PartEnd end;
        do {
            RecorderFactory factory = awaitRecorder();
            if (factory == null) {
                return;
            }
            try {
                end = writePart(factory, listener);
            } finally {
                loan.giveBack();
            }
            if (end == PartEnd.RECORDER_LEAVES) {
                state.recorderLost("the bundle of the recorder was stopped", System.nanoTime());
                // The next file begins with them, so they are asked for now.
                sources.videos().forEach(lane -> wishForKeyFrame(lane, listener));
            }
        } while (end == PartEnd.RECORDER_LEAVES || (end == PartEnd.DISK_FAILED && awaitDisk()));
    }

    /** The recorder that is there, or the next one that comes; null if none has come up to the end. */
    private @Nullable RecorderFactory awaitRecorder() {
        RecorderFactory factory = loan.take();
        if (factory == null) {
            state.recorderLost("no recorder is installed for the mode " + mode.name(), System.nanoTime());
        }
        while (factory == null && !finishing) {
            long unused = turn();
            factory = loan.take();
        }
        return factory;
    }

    private PartEnd writePart(RecorderFactory factory, Listener listener) {
        int part = parts.incrementAndGet();
        boolean opened = false;
        try (RecordingPart current = RecordingPart.open(factory, request, part, files)) {
            opened = true;
            current.begin();
            write(current, listener);
            return loan.isRecalled() && !finishing ? PartEnd.RECORDER_LEAVES : PartEnd.OVER;
        } catch (FileAlreadyExistsException e) {
            // Files of a failed attempt can neither be continued nor overwritten.
            state.failed(e, System.nanoTime());
            return PartEnd.DISK_FAILED;
        } catch (IOException e) {
            if (!opened) {
                // There are no files of this number.
                parts.compareAndSet(part, part - 1);
            }
            state.failed(e, System.nanoTime());
            return PartEnd.DISK_FAILED;
        }
    }

    private void write(RecordingPart current, Listener listener) throws IOException {
        List<RecordingLane> lanes = sources.lanesTo(current.recorder());
        long flushed = System.nanoTime();
        // The first request is made at once: the packets that come now may refer to a key frame that came before.
        long wished = flushed - KEY_FRAME_NANOS;
        while (!finishing && !loan.isRecalled()) {
            long now = turn();
            for (RecordingLane lane : lanes) {
                lane.advance(now);
            }
            if (!sources.isFull()) {
                state.caughtUp(sources.takeGap(now, false));
            }
            if (now - wished >= KEY_FRAME_NANOS) {
                wished = now;
                wishForKeyFrames(lanes, listener);
            }
            if (now - flushed >= FLUSH_NANOS) {
                flushed = now;
                current.flush();
                keptUntil(now, lanes);
            }
        }
        long end = System.nanoTime();
        for (RecordingLane lane : lanes) {
            lane.finish(end);
        }
        current.flush();
        keptUntil(end, lanes);
    }

    private long turn() {
        LockSupport.parkNanos(STEP_NANOS);
        turns.incrementAndGet();
        return System.nanoTime();
    }

    private void keptUntil(long nanos, List<RecordingLane> lanes) {
        for (RecordingLane lane : lanes) {
            if (lane.takeSharedTimestamps()) {
                LOGGER.info(
                        "{}: pictures of {} share RTP timestamps; all are kept, a millisecond apart",
                        request.fileStem(),
                        lane.track());
            }
        }
        state.kept(
                nanos,
                lanes.stream()
                        .mapToLong(RecordingLane::begunAt)
                        .filter(at -> at != 0)
                        .max());
        if (!state.hasFailed()) {
            retryNanos = FIRST_RETRY_NANOS;
        }
    }

    /** Waits until the disk takes something again. At the end it gets one more chance. */
    private boolean awaitDisk() {
        while (!finishing) {
            long begin = System.nanoTime();
            while (!finishing && turn() - begin < retryNanos) {
                // Packets wait in the queues meanwhile.
            }
            retryNanos = Math.min(2 * retryNanos, LAST_RETRY_NANOS);
            if (RecordingPart.canBegin(request)) {
                return true;
            }
        }
        return false;
    }

    private void wishForKeyFrames(List<RecordingLane> lanes, Listener listener) {
        for (RecordingLane lane : lanes) {
            if (lane.awaitsKeyFrame()) {
                wishForKeyFrame(lane, listener);
            }
        }
    }

    private void wishForKeyFrame(RecordingLane lane, Listener listener) {
        if (!sources.askPipeline(lane)) {
            listener.onKeyFrameNeeded(lane.track());
        }
    }
}
