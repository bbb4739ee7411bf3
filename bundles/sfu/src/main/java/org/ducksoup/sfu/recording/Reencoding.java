package org.ducksoup.sfu.recording;

import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.sfu.media.PipelineTiming;
import org.ducksoup.sfu.media.TapListener;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the dry video of mode {@code reenc} again, at a constant size and rate, for the recording alone. The others
 * get the video as it came.
 */
public final class Reencoding implements PipelineListener, AutoCloseable {
    /** Is told by the pipeline's threads. */
    public interface Listener {
        void onKeyFrameNeeded();

        void onFailed(String reason);

        /** @param lostNanos since when nothing came out, on the clock of {@link System#nanoTime} */
        void onResumed(long lostNanos);
    }

    private final Listener listener;
    private final MediaPipeline pipeline;
    private final RtpPacket packet = new RtpPacket();
    private final PipelineTiming timing = new PipelineTiming();
    private volatile @Nullable PacketQueue output;
    private volatile long lostNanos;

    /** Makes the pipeline of a listener. */
    @FunctionalInterface
    public interface Builder {
        MediaPipeline prepare(PipelineListener listener) throws PipelineSpecificationException;
    }

    public Reencoding(Builder builder, Listener listener) throws PipelineSpecificationException {
        this.listener = listener;
        pipeline = builder.prepare(this);
        pipeline.start();
    }

    /** The lane of the pipeline's packets. It is written in place of the dry one. */
    RecordingLane lane(RecordingLane dry, RecordingMemory memory, long originNanos, long originNtp) {
        RecordingLane lane = new RecordingLane(dry.track(), memory, originNanos, originNtp);
        pipeline.timeZeroNanos().ifPresent(zero -> lane.processedFrom(dry, zero, timing));
        output = lane.queue();
        return lane;
    }

    /** Takes the dry packets. They also go to the dry lane, which knows their times. */
    TapListener input(PacketQueue dry) {
        return new TapListener() {
            @Override
            public void onPacket(RtpPacket lent, long arrivalNanos) {
                dry.onPacket(lent, arrivalNanos);
                pipeline.push(MediaKind.VIDEO, lent.buffer(), lent.offset(), lent.length(), arrivalNanos);
            }

            @Override
            public void onBypass(RtpPacket lent, long arrivalNanos) {
                onPacket(lent, arrivalNanos);
            }

            @Override
            public void onSenderReport(long ntpTime, long rtpTimestamp) {
                dry.onSenderReport(ntpTime, rtpTimestamp);
            }
        };
    }

    boolean requestKeyFrame() {
        pipeline.requestKeyFrame();
        return true;
    }

    @Override
    public void onStarted() {}

    @Override
    public void onPacket(MediaKind kind, byte[] buffer, int offset, int length) {
        PacketQueue queue = output;
        if (queue != null && packet.wrap(buffer, offset, length)) {
            queue.onPacket(packet, System.nanoTime());
        }
    }

    @Override
    public void onTiming(MediaKind kind, long rtpTimestamp, long timeNanos) {
        timing.note(rtpTimestamp, timeNanos);
    }

    @Override
    public void onKeyFrameNeeded() {
        listener.onKeyFrameNeeded();
    }

    @Override
    public void onEffectLost(MediaKind kind, String reason) {
        lostNanos = System.nanoTime();
        listener.onFailed(reason);
    }

    @Override
    public void onEffectRestarted(MediaKind kind) {
        listener.onResumed(lostNanos);
    }

    @Override
    public void onEffectSlow(MediaKind kind, double share) {
        // There is no effect in this pipeline.
    }

    @Override
    public void onFailure(String reason) {
        listener.onFailed(reason);
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
