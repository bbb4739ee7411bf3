package org.ducksoup.sfu.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.rtp.RecordingTimeline;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.payload.FrameAssembler;
import org.ducksoup.rtp.payload.FrameListener;
import org.ducksoup.sfu.media.PipelineTiming;
import org.jspecify.annotations.Nullable;

/**
 * One track on its way to a recorder. Takes packets from the queue and writes frames on the interaction's timeline. On
 * the recorder's thread.
 */
final class RecordingLane implements PacketQueue.Reader, FrameListener {
    /** The resolution of times in files: two frames stand at least so far apart. */
    private static final long MIN_STEP_NANOS = 1_000_000;

    private final RecordedTrack track;
    private final PacketQueue queue;
    private final RtpPacket packet = new RtpPacket();
    private final long originNanos;
    private final RecordingTimeline timeline;
    private FrameAssembler assembler;
    private @Nullable RecordingLane dry;
    private @Nullable PipelineTimeline pipelineTime;
    private @Nullable PipelineTiming timing;
    private @Nullable Recorder recorder;
    private long lostFrames;
    /** Whether the packets go around the effect at the moment. */
    private boolean bypass;

    private long last = -1;
    /** When the first packet came that is in the recorder's files; 0 for none yet. */
    private long begunAt;

    private @Nullable IOException failure;
    private boolean toldShared;

    RecordingLane(RecordedTrack track, RecordingMemory memory, long originNanos, long originNtp) {
        this.track = track;
        queue = new PacketQueue(memory);
        this.originNanos = originNanos;
        timeline = new RecordingTimeline(track.codec().clockRate(), originNanos, originNtp);
        assembler = assembler(track);
    }

    private FrameAssembler assembler(RecordedTrack of) {
        return switch (of.codec()) {
            case OPUS -> FrameAssembler.opus(this);
            case H264 -> FrameAssembler.h264(this);
            case VP8 -> FrameAssembler.vp8(this);
        };
    }

    /**
     * Says that the packets come out of a pipeline. To be called before the first {@link #advance}.
     *
     * @param dryLane of the packets that went into it
     * @param zeroNanos instant of its timestamp 0, on the clock of {@link System#nanoTime}
     * @param notes of the pipeline's clock
     */
    void processedFrom(RecordingLane dryLane, long zeroNanos, PipelineTiming notes) {
        dry = dryLane;
        timing = notes;
        pipelineTime = new PipelineTimeline(track.codec().clockRate(), zeroNanos - originNanos);
    }

    /** Sets the recorder that gets the frames; a video begins with a key frame there. Packets wait until then. */
    void writeTo(Recorder newRecorder) {
        recorder = newRecorder;
        begunAt = 0;
    }

    /** Where the media path leaves its packets. */
    PacketQueue queue() {
        return queue;
    }

    /** When the first packet came of what the recorder has got; 0 for nothing yet. */
    long begunAt() {
        return begunAt;
    }

    /** True once, when pictures have come that share an RTP timestamp. They stand a millisecond apart. */
    boolean takeSharedTimestamps() {
        boolean isNew = !toldShared && assembler.sharedTimestamps() > 0;
        toldShared |= isNew;
        return isNew;
    }

    RecordedTrack track() {
        return track;
    }

    /**
     * Whether nothing of a video can be written before its next key frame, because none has come yet or a frame was
     * lost.
     */
    boolean awaitsKeyFrame() {
        return recorder != null && (assembler.awaitsKeyFrame() || (begunAt == 0 && track.kind() == MediaKind.VIDEO));
    }

    /** Writes what has arrived. */
    void advance(long nowNanos) throws IOException {
        queue.drainTo(this, nowNanos);
        if (failure == null) {
            assembler.advance(nowNanos);
        }
        throwFailure();
    }

    /** Writes what has arrived, and the frames that still waited for missing packets. */
    void finish(long nowNanos) throws IOException {
        queue.drainTo(this, nowNanos);
        if (failure == null) {
            assembler.drain();
        }
        throwFailure();
    }

    /** The frame that could not be written is lost. What is in the queue is not. */
    private void throwFailure() throws IOException {
        IOException thrown = failure;
        failure = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public boolean onPacket(byte[] buffer, int offset, int length, long arrivalNanos, boolean newBypass) {
        if (packet.wrap(buffer, offset, length)) {
            if (newBypass != bypass) {
                // The participant's packets have nothing to do with the pipeline's: a decoder begins anew.
                assembler.drain();
                assembler = assembler(track);
                lostFrames = 0;
                timeline.reset();
                bypass = newBypass;
            }
            assembler.accept(packet, arrivalNanos);
        }
        return failure == null;
    }

    @Override
    public void onLeftOut(long packets) {
        assembler.skip(packets);
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        // What comes out of a pipeline stands where the dry track is.
        if (pipelineTime == null) {
            timeline.onSenderReport(ntpTime, rtpTimestamp);
        }
    }

    @Override
    public void onFrame(byte[] data, int offset, int length, long rtpTimestamp, boolean keyFrame, long arrivalNanos) {
        Recorder current = recorder;
        long nanos = begin(place(rtpTimestamp, arrivalNanos), keyFrame);
        boolean needsKeyFrame = begunAt == 0 && track.kind() == MediaKind.VIDEO;
        if (current == null || nanos < 0 || failure != null || (needsKeyFrame && !keyFrame)) {
            return;
        }
        last = nanos;
        long lostBefore = assembler.lostFrames() - lostFrames;
        lostFrames += lostBefore;
        try {
            ByteBuffer frame = ByteBuffer.wrap(data, offset, length).slice().asReadOnlyBuffer();
            current.write(
                    track,
                    new EncodedFrame(
                            frame,
                            nanos,
                            rtpTimestamp & 0xffffffffL,
                            keyFrame,
                            arrivalNanos - originNanos,
                            lostBefore));
            begunAt = begunAt == 0 ? arrivalNanos : begunAt;
        } catch (IOException e) {
            failure = e;
        }
    }

    /**
     * Decides where a frame stands. Frames from before the start are left out, but for a key frame and the frames
     * that refer to it: without them there would be no picture before the next key frame. Those stand at the very
     * beginning, close together.
     *
     * @return negative for a frame to leave out
     */
    private long begin(long nanos, boolean keyFrame) {
        boolean begun = last >= 0;
        boolean video = track.kind() == MediaKind.VIDEO;
        if (nanos < 0 && (!video || !(begun || keyFrame))) {
            return nanos;
        }
        return begun ? Math.max(nanos, video ? last + MIN_STEP_NANOS : last) : Math.max(nanos, 0);
    }

    private long place(long rtpTimestamp, long arrivalNanos) {
        PipelineTimeline processed = pipelineTime;
        RecordingLane before = dry;
        if (bypass && before != null && before.timeline.isAnchored()) {
            return before.timeline.nanosOf(rtpTimestamp);
        }
        if (bypass || processed == null || before == null) {
            return timeline.nanos(rtpTimestamp, arrivalNanos);
        }
        long nanos = processed.nanos(rtpTimestamp, captureShift(before.timeline));
        PipelineTiming notes = timing;
        if (notes != null) {
            notes.noteRecordedShift(processed.shift());
        }
        return nanos;
    }

    /** The shift from the pipeline's time to the dry track's. Both have noted a time for the same packet. */
    private long captureShift(RecordingTimeline before) {
        PipelineTiming.Note note = timing == null ? null : timing.latest();
        PipelineTimeline processed = pipelineTime;
        return note == null || processed == null || !before.isAnchored()
                ? before.captureShift()
                : before.nanosOf(note.rtpTimestamp()) - processed.unshifted(note.timeNanos());
    }

    @Override
    public void onNewSource() {
        timeline.reset();
    }
}
