package org.ducksoup.gstreamer.pipeline;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.circuit.Circuits;
import org.ducksoup.gstreamer.element.NativeElement;
import org.ducksoup.gstreamer.gate.PictureGate;
import org.ducksoup.gstreamer.gate.PictureLimit;
import org.ducksoup.gstreamer.gate.SoundLevel;
import org.ducksoup.gstreamer.lab.LabFrames;
import org.ducksoup.gstreamer.packet.CatchUp;
import org.ducksoup.gstreamer.packet.FlowWatch;
import org.ducksoup.gstreamer.packet.OverdueSound;
import org.ducksoup.gstreamer.packet.PacketOutput;
import org.ducksoup.gstreamer.packet.TimingTap;
import org.ducksoup.parts.SerialExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One native pipeline of a medium, from build to free. A medium that fails gets another one. An executor of this run's own
 * sets properties, one after the other, and frees the pipeline: an element that hangs while a property is set, or that holds
 * the lock which the setter wants, keeps no other pipeline waiting.
 */
final class MediumRun {
    private static final Logger LOGGER = LoggerFactory.getLogger(MediumRun.class);
    private static final int MAX_FREE_SECONDS = 5;

    private final PipelineEnvironment environment;
    private final Medium.Design design;
    private final PipelineListener listener;
    private final PacketOutput output;
    private final long beganNanos = System.nanoTime();
    private final FlowWatch watch = new FlowWatch(beganNanos);
    private volatile CatchUp catchUp = new CatchUp(dropped -> {});
    private final SerialExecutor setters;
    /** Confined to the control thread; 0 as long as the jitter buffer has the latency that it began with. */
    private int latencyMillis;

    private volatile @Nullable NativePipeline pipeline;
    private volatile @Nullable String firstReason;
    private volatile boolean withdrawn;

    /**
     * @param overdue knows which packets are too old to be heard
     * @param onFirstPacket called before the first packet, on the thread that brings it
     * @param onFailure gets the reason of a failure, on any thread
     */
    MediumRun(
            PipelineEnvironment environment,
            Medium.Design design,
            PipelineListener listener,
            OverdueSound overdue,
            Runnable onFirstPacket,
            BiConsumer<MediumRun, String> onFailure) {
        this.environment = environment;
        this.design = design;
        this.listener = listener;
        output = new PacketOutput(design.kind(), design.maxPacketSize(), listener, watch, overdue, onFirstPacket);
        setters = new SerialExecutor(
                environment.lifecycle(),
                failure -> LOGGER.error("{}: a property could not be set", design.name(), failure));
        pipeline = new NativePipeline(environment, new LabFrames.Listener() {
            @Override
            public void onFailure(String reason) {
                onFailure.accept(MediumRun.this, reason);
            }

            @Override
            public void onSlow(double share) {
                listener.onEffectSlow(design.kind(), share);
            }
        });
    }

    /** The native pipeline; null once it is freed. */
    @Nullable
    NativePipeline pipeline() {
        return pipeline;
    }

    /**
     * Creates the pipeline's elements.
     *
     * @param circuits which effects are out of circuit; asked as long as the pipeline runs
     * @param nextSequence the number of the first packet; negative for any
     */
    NativePipeline build(EncoderTuning tuning, Circuits circuits, int nextSequence)
            throws PipelineSpecificationException {
        NativePipeline built = pipeline;
        if (built == null) {
            throw new IllegalStateException("the pipeline is freed");
        }
        Processing processing = design.processing();
        MediaKind kind = processing.kind();
        built.add(MediumPlan.of(processing, design.maxPacketSize(), environment.tuning(), environment.labs()));
        built.deliverTo(output, kind);
        NativeElement pictures = built.find(kind, MediumPlan.PICTURE_QUEUE);
        if (pictures != null) {
            catchUp = new CatchUp(dropped -> pictures.setTrusted("leaky", dropped ? "downstream" : "no"));
        }
        built.tellFrames(kind, this::onFrame);
        if (built.find(kind, MediumPlan.JITTER_BUFFER) != null) {
            built.tellTiming(new TimingTap(kind, listener), kind);
        }
        Picture picture = MediumPlan.picture(processing);
        if (picture != null && MediumPlan.hasConstantFrameRate(processing)) {
            built.keepFrameRate(kind, picture.frameRate());
        }
        if (built.find(kind, MediumPlan.SOUND) != null) {
            built.keepTime(design.originNanos());
            if (MediumPlan.tellsLevels(processing)) {
                built.tellLevels(new SoundLevel(design.name(), design.originNanos(), listener::onAudioLevel));
            }
        }
        List<Element> effects = MediumPlan.effects(processing);
        for (int i = 0; i < effects.size(); i++) {
            if (effects.get(i).controlName() != null) {
                built.connect(kind, i, effects.get(i).factory(), circuits);
            }
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
            PictureLimit limit = new PictureLimit(design.processing().codec(), maxSide);
            built.limitPictures(MediaKind.VIDEO, new PictureGate(design.name(), limit, maxSide, System::nanoTime));
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

    /** The bundle of one of its effects stops, which is no failure. */
    void withdraw() {
        withdrawn = true;
    }

    boolean isWithdrawn() {
        return withdrawn;
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

    /** @param pts in the time of the pipeline, which begins at its origin */
    private void onFrame(long pts) {
        long now = System.nanoTime();
        watch.onFrame(now);
        catchUp.onPicture(now - design.originNanos() - pts, now);
    }

    CatchUp catchUp() {
        return catchUp;
    }

    FlowWatch watch() {
        return watch;
    }

    /** Sets how long the jitter buffer waits for a missing packet. Called on the control thread. */
    void setLatency(int millis) {
        // A change makes the buffer reschedule everything, so a few milliseconds are not worth one.
        if (Math.abs(millis - latencyMillis) > Math.max(3, latencyMillis / 10)) {
            latencyMillis = millis;
            set(there -> {
                NativeElement buffer = there.find(design.kind(), MediumPlan.JITTER_BUFFER);
                if (buffer != null) {
                    buffer.setTrusted("latency", Integer.toString(millis));
                }
            });
        }
    }

    /** Runs a task with the native pipeline, unless it is freed before. Returns at once. */
    void set(Consumer<NativePipeline> task) {
        setters.execute(() -> {
            NativePipeline there = pipeline;
            if (there != null) {
                task.accept(there);
            }
        });
    }

    /** Frees everything on this run's own thread, after the properties that are being set. Returns at once. */
    void free(Runnable onFreed) {
        Future<?> late = tellLater();
        setters.execute(() -> {
            freeNow();
            late.cancel(false);
            onFreed.run();
        });
    }

    /** An element or a lab's effect that hangs at its end harms no call, but keeps a thread and memory. */
    private Future<?> tellLater() {
        try {
            return environment
                    .control()
                    .schedule(
                            () -> LOGGER.warn(
                                    "{}: the {} pipeline has not ended within {} s, because one of its effects hangs: {}",
                                    design.name(),
                                    design.kind().token(),
                                    MAX_FREE_SECONDS,
                                    MediumPlan.effects(design.processing()).stream()
                                            .map(Element::factory)
                                            .toList()),
                            MAX_FREE_SECONDS,
                            TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Waits for the streaming threads, and frees everything. Only for a pipeline whose properties nobody sets. */
    void freeNow() {
        output.close();
        NativePipeline there = pipeline;
        pipeline = null;
        if (there != null) {
            there.close();
        }
        output.free();
    }
}
