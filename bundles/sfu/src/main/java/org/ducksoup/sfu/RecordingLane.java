package org.ducksoup.sfu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.rtp.RecordingTimeline;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.payload.FrameAssembler;
import org.ducksoup.rtp.payload.FrameListener;
import org.jspecify.annotations.Nullable;

/** One track on its way to a recorder: packets out of the ring, frames on the interaction's timeline. On the recorder's thread. */
final class RecordingLane implements PacketRing.Reader, FrameListener {
    private final RecordedTrack track;
    private final PacketRing ring = new PacketRing();
    private final RtpPacket packet = new RtpPacket();
    private final RecordingTimeline timeline;
    private final FrameAssembler assembler;
    private @Nullable Recorder recorder;

    RecordingLane(RecordedTrack track, long originNanos, long originNtp) {
        this.track = track;
        timeline = new RecordingTimeline(track.codec().clockRate(), originNanos, originNtp);
        assembler = switch (track.codec()) {
            case OPUS -> FrameAssembler.opus(this);
            case H264 -> FrameAssembler.h264(this);
            case VP8 -> FrameAssembler.vp8(this);
        };
    }

    /** Who gets the frames; before the first {@link #advance}. Until then packets wait in the ring. */
    void writeTo(Recorder newRecorder) {
        recorder = newRecorder;
    }

    /** Where the media path leaves its packets. */
    PacketRing ring() {
        return ring;
    }

    RecordedTrack track() {
        return track;
    }

    /** Nothing can be written before the next key frame of a video: none has come yet, or a frame was lost. */
    boolean awaitsKeyFrame() {
        return assembler.awaitsKeyFrame();
    }

    /** Writes what has arrived. */
    void advance(long nowNanos) throws IOException {
        try {
            ring.drainTo(this);
            assembler.advance(nowNanos);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Writes what was held back for packets that will not come any more. */
    void finish() throws IOException {
        try {
            ring.drainTo(this);
            assembler.drain();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void onPacket(byte[] buffer, int length, long arrivalNanos) {
        if (packet.wrap(buffer, 0, length)) {
            assembler.accept(packet, arrivalNanos);
        }
    }

    @Override
    public void onSenderReport(long ntpTime, long rtpTimestamp) {
        timeline.onSenderReport(ntpTime, rtpTimestamp);
    }

    @Override
    public void onFrame(byte[] data, int offset, int length, long rtpTimestamp, boolean keyFrame, long arrivalNanos) {
        long nanos = timeline.nanos(rtpTimestamp, arrivalNanos);
        Recorder current = recorder;
        if (current == null || nanos < 0) {
            // From before the start: what was on its way when it came.
            return;
        }
        try {
            ByteBuffer frame = ByteBuffer.wrap(data, offset, length).slice().asReadOnlyBuffer();
            current.write(track, new EncodedFrame(frame, nanos, rtpTimestamp & 0xffffffffL, keyFrame));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onNewSource() {
        timeline.reset();
    }
}
