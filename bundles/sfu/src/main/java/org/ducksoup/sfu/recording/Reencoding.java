package org.ducksoup.sfu.recording;

import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification;
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
    }

    private final Listener listener;
    private final MediaPipeline pipeline;
    private final RtpPacket packet = new RtpPacket();
    private final PipelineTiming timing = new PipelineTiming();
    private volatile @Nullable PacketRing output;

    public Reencoding(MediaPipelineFactory factory, PipelineSpecification video, Listener listener)
            throws PipelineSpecificationException {
        this.listener = listener;
        pipeline = factory.build(video, this);
    }

    /** The lane of the pipeline's packets. It is written in place of the dry one. */
    RecordingLane lane(RecordingLane dry, long originNanos, long originNtp) {
        RecordingLane lane = new RecordingLane(dry.track(), originNanos, originNtp);
        pipeline.timeZeroNanos().ifPresent(zero -> lane.processedFrom(dry, zero, timing));
        output = lane.ring();
        return lane;
    }

    /** Takes the dry packets. They also go to the dry lane, which knows their times. */
    TapListener input(PacketRing dry) {
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
        PacketRing ring = output;
        if (ring != null && packet.wrap(buffer, offset, length)) {
            ring.onPacket(packet, System.nanoTime());
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
        listener.onFailed(reason);
    }

    @Override
    public void onEffectRestarted(MediaKind kind) {}

    @Override
    public void onFailure(String reason) {
        listener.onFailed(reason);
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
