package org.ducksoup.gstreamer.pipeline;

import java.util.function.BiConsumer;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.element.NativeElement;
import org.ducksoup.gstreamer.gate.PictureGate;
import org.ducksoup.gstreamer.gate.PictureLimit;
import org.jspecify.annotations.Nullable;

/** One native pipeline of a medium, from build to free. A medium that fails gets another one. */
final class MediumRun {
    private final PipelineEnvironment environment;
    private final Medium medium;
    private final PipelineListener listener;
    private final PacketOutput output;
    private final long beganNanos = System.nanoTime();
    private volatile @Nullable NativePipeline pipeline;
    private volatile @Nullable String firstReason;

    /** @param name of the participant, for the log */
    record Medium(String name, Processing processing, int maxPacketSize) {}

    /**
     * @param onFirstPacket called before the first packet; null if no caller waits for it
     * @param onFailure gets the reason of a failure, on any thread
     */
    MediumRun(
            PipelineEnvironment environment,
            Medium medium,
            PipelineListener listener,
            @Nullable Runnable onFirstPacket,
            BiConsumer<MediumRun, String> onFailure) {
        this.environment = environment;
        this.medium = medium;
        this.listener = listener;
        output = new PacketOutput(medium.processing().kind(), medium.maxPacketSize(), listener, onFirstPacket);
        pipeline = new NativePipeline(environment, reason -> onFailure.accept(this, reason));
    }

    /** The native pipeline; null once it is freed. */
    @Nullable
    NativePipeline pipeline() {
        return pipeline;
    }

    /**
     * Creates the pipeline's elements.
     *
     * @param nextSequence the number of the first packet; negative for any
     */
    NativePipeline build(EncoderTuning tuning, int nextSequence) throws PipelineSpecificationException {
        NativePipeline built = pipeline;
        if (built == null) {
            throw new IllegalStateException("the pipeline is freed");
        }
        Processing processing = medium.processing();
        MediaKind kind = processing.kind();
        built.add(MediumPlan.of(processing, medium.maxPacketSize(), environment.tuning(), environment.labs()));
        built.deliverTo(output, kind);
        if (built.find(kind, MediumPlan.JITTER_BUFFER) != null) {
            built.tellTiming(new TimingTap(kind, listener), kind);
        }
        Picture picture = MediumPlan.picture(processing);
        if (picture != null && MediumPlan.hasConstantFrameRate(processing)) {
            built.keepFrameRate(kind, picture.frameRate());
        }
        if (built.find(kind, MediumPlan.SOUND) != null) {
            built.keepTime();
        }
        if (kind == MediaKind.VIDEO) {
            watchVideo(built);
        }
        NativeElement payloader = built.find(kind, MediumPlan.PAYLOADER);
        if (payloader != null && nextSequence >= 0) {
            payloader.setTrusted("seqnum-offset", Integer.toString(nextSequence));
        }
        tuning.applyBitrate(built);
        tuning.applyExpectedLoss(built);
        return built;
    }

    private void watchVideo(NativePipeline built) {
        if (built.find(MediaKind.VIDEO, MediumPlan.DEPAYLOADER) != null) {
            int maxSide = environment.tuning().maxPictureSide();
            PictureLimit limit = new PictureLimit(medium.processing().codec(), maxSide);
            built.limitPictures(MediaKind.VIDEO, new PictureGate(medium.name(), limit, maxSide, System::nanoTime));
        }
        built.tellKeyFrameWishes(MediaKind.VIDEO, listener::onKeyFrameNeeded);
    }

    /** Notes why the pipeline failed. False if it had failed before. */
    boolean fail(String reason) {
        boolean isFirst = firstReason == null;
        if (isFirst) {
            firstReason = reason;
        }
        return isFirst;
    }

    /** Why the pipeline failed; null if it has not. */
    @Nullable
    String firstReason() {
        return firstReason;
    }

    long nanosSinceBegin() {
        return System.nanoTime() - beganNanos;
    }

    /** The sequence number after that of the last packet, or a negative number if there was none. */
    int nextSequence() {
        return output.nextSequence();
    }

    /** When this returns, no further packet comes out. */
    void closeOutput() {
        output.close();
    }

    /** Waits for the streaming threads, and frees everything. */
    void free() {
        output.close();
        NativePipeline there = pipeline;
        pipeline = null;
        if (there != null) {
            there.close();
        }
        output.free();
    }
}
