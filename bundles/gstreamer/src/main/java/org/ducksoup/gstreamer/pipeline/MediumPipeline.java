package org.ducksoup.gstreamer.pipeline;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.element.NativeElement;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.parts.SerialExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One medium of a participant: its native pipeline, and the next one after a failure. Three kinds of threads meet here.
 * The lifecycle thread builds, starts and frees; the control thread sets properties; GStreamer's own threads carry
 * packets. {@code lock} keeps the first two apart.
 */
final class MediumPipeline implements LabEffects.User {
    private static final Logger LOGGER = LoggerFactory.getLogger(MediumPipeline.class);
    /** Pauses before the first, second and further restarts. */
    private static final long[] PAUSES_MILLIS = {100, 300, 1000, 2000, 4000};
    /** A pipeline that ran this long did not fail at its start. */
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LAB_POLL_MILLIS = 500;

    private final String name;
    private final Processing processing;
    private final int maxPacketSize;
    private final PipelineEnvironment environment;
    private final Owner owner;
    private final SerialExecutor lifecycle;
    private final long originNanos;
    private final PacketInput input;

    private final Object lock = new Object();
    private State state = State.STARTING;
    private @Nullable Run run;
    private @Nullable Bitrate bitrate;
    private int expectedLossPercent;

    // Confined to the lifecycle thread.
    private boolean everStarted;
    private int failures;
    private boolean lossTold;
    private int nextSequence = -1;

    private enum State {
        STARTING,
        RUNNING,
        LOST,
        DEAD,
        CLOSED
    }

    /** Receives the events of one medium, for the participant's pipeline. */
    interface Owner {
        PipelineListener listener();

        void onStarted();

        void onLost(MediaKind kind, String reason);

        /** The medium has failed for good. */
        void onDead(MediaKind kind, String reason);

        /** The native pipeline was built again: controlled values have to be set before it starts. */
        void onRebuilt(MediaKind kind, NativePipeline pipeline);

        void onFreed(MediaKind kind);
    }

    /** One native pipeline, from build to free. A medium that fails gets another one. */
    private static final class Run {
        final PacketOutput output;
        final long beganNanos = System.nanoTime();
        volatile @Nullable NativePipeline pipeline;
        volatile @Nullable String firstReason;

        Run(PacketOutput output) {
            this.output = output;
        }

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

    MediumPipeline(
            String name,
            Processing processing,
            int maxPacketSize,
            PipelineEnvironment environment,
            long originNanos,
            Owner owner) {
        this.name = name;
        this.processing = processing;
        this.maxPacketSize = maxPacketSize;
        this.environment = environment;
        this.owner = owner;
        this.originNanos = originNanos;
        lifecycle = new SerialExecutor(
                environment.lifecycle(), failure -> LOGGER.error("a task of the pipeline {} failed", name, failure));
        input = new PacketInput(new RepairTime(processing.kind(), processing.clockRate()));
    }

    Processing processing() {
        return processing;
    }

    PacketInput input() {
        return input;
    }

    /** Builds on another thread. Called once, before any other method. */
    void begin() {
        environment.labs().add(this);
        lifecycle.execute(this::start);
    }

    private void start() {
        synchronized (lock) {
            if (state != State.STARTING && state != State.LOST) {
                return;
            }
        }
        if (isLabMissing()) {
            later(LAB_POLL_MILLIS, this::start);
            return;
        }
        Run next = new Run(new PacketOutput(
                processing.kind(), maxPacketSize, owner.listener(), lossTold ? this::toldRestarted : null));
        NativePipeline pipeline = new NativePipeline(environment, reason -> failLater(next, reason));
        next.pipeline = pipeline;
        try {
            build(pipeline, next.output);
            pipeline.start(originNanos);
        } catch (PipelineSpecificationException | RuntimeException e) {
            LOGGER.warn(
                    "{}: the {} pipeline cannot be built",
                    name,
                    processing.kind().token(),
                    e);
            String known = next.firstReason;
            next.free();
            onStartFailed(known == null ? String.valueOf(e.getMessage()) : known);
            return;
        }
        opened(next, pipeline);
    }

    private void opened(Run next, NativePipeline pipeline) {
        boolean wanted;
        synchronized (lock) {
            wanted = state == State.STARTING || state == State.LOST;
            if (wanted) {
                state = State.RUNNING;
                run = next;
            }
        }
        if (!wanted) {
            freed(next);
            return;
        }
        if (!everStarted) {
            everStarted = true;
            owner.onStarted();
        }
        NativeElement source = pipeline.find(processing.kind(), MediumPlan.INPUT);
        synchronized (lock) {
            if (source != null && run == next && state == State.RUNNING) {
                input.open(source.pointer(), originNanos);
            }
        }
        String failed = next.firstReason;
        if (failed != null) {
            lose(next, failed);
        }
    }

    private void build(NativePipeline pipeline, PacketOutput output) throws PipelineSpecificationException {
        MediaKind kind = processing.kind();
        pipeline.add(MediumPlan.of(processing, maxPacketSize, environment.tuning(), environment.labs()));
        pipeline.deliverTo(output, kind);
        if (pipeline.find(kind, MediumPlan.JITTER_BUFFER) != null) {
            pipeline.tellTiming(new TimingTap(kind, owner.listener()), kind);
        }
        Picture picture = MediumPlan.picture(processing);
        if (picture != null && MediumPlan.hasConstantFrameRate(processing)) {
            pipeline.keepFrameRate(kind, picture.frameRate());
        }
        if (kind == MediaKind.VIDEO && pipeline.find(kind, MediumPlan.DEPAYLOADER) != null) {
            int maxSide = environment.tuning().maxPictureSide();
            pipeline.limitPictures(
                    kind,
                    new PictureGate(name, new PictureLimit(processing.codec(), maxSide), maxSide, System::nanoTime));
        }
        if (kind == MediaKind.VIDEO) {
            pipeline.tellKeyFrameWishes(kind, owner.listener()::onKeyFrameNeeded);
        }
        NativeElement payloader = pipeline.find(kind, MediumPlan.PAYLOADER);
        if (payloader != null && nextSequence >= 0) {
            payloader.setTrusted("seqnum-offset", Integer.toString(nextSequence));
        }
        setRate(pipeline);
        setProtection(pipeline);
        if (everStarted) {
            owner.onRebuilt(kind, pipeline);
        }
    }

    private boolean isLabMissing() {
        return everStarted
                && MediumPlan.effects(processing).stream()
                        .map(Element::factory)
                        .anyMatch(effect -> !environment.labs().has(effect)
                                && environment.catalogue().find(effect).isEmpty());
    }

    /** Tries again a little later; but a pipeline that never worked will not work later. */
    private void onStartFailed(String reason) {
        if (!everStarted || failures >= PAUSES_MILLIS.length) {
            synchronized (lock) {
                if (state == State.CLOSED) {
                    return;
                }
                state = State.DEAD;
            }
            input.close();
            environment.labs().remove(this);
            owner.onDead(processing.kind(), reason);
            owner.onFreed(processing.kind());
        } else {
            later(PAUSES_MILLIS[failures++], this::start);
        }
    }

    private void toldRestarted() {
        lifecycle.execute(() -> lossTold = false);
        owner.listener().onEffectRestarted(processing.kind());
    }

    /** Called on any thread, possibly on one of GStreamer's, which must not wait for itself. */
    private void failLater(Run failed, String reason) {
        if (failed.firstReason == null) {
            failed.firstReason = reason;
            lifecycle.execute(() -> lose(failed, reason));
        }
    }

    /** The medium is lost, whatever is running; another pipeline is tried. */
    private void lose(Run failed, String reason) {
        synchronized (lock) {
            if (run != failed || state != State.RUNNING) {
                return;
            }
            state = State.LOST;
            run = null;
            input.hold();
        }
        LOGGER.warn("{}: the {} pipeline failed: {}", name, processing.kind().token(), reason);
        failed.output.close();
        nextSequence = failed.output.nextSequence() < 0 ? nextSequence : failed.output.nextSequence();
        if (!lossTold) {
            lossTold = true;
            owner.onLost(processing.kind(), reason);
        }
        if (System.nanoTime() - failed.beganNanos > LASTING_NANOS) {
            failures = 0;
        }
        // A native effect that hangs must not block this thread.
        environment.lifecycle().execute(failed::free);
        if (failures >= PAUSES_MILLIS.length) {
            onStartFailed(reason);
        } else {
            later(PAUSES_MILLIS[failures++], this::start);
        }
    }

    private void later(long millis, Runnable task) {
        try {
            environment.control().schedule(() -> lifecycle.execute(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("{}: nothing starts again after the end", name);
        }
    }

    @Override
    public void onGone(String effectName) {
        if (MediumPlan.effects(processing).stream().noneMatch(e -> e.factory().equals(effectName))) {
            return;
        }
        Run there;
        synchronized (lock) {
            there = run;
        }
        NativePipeline pipeline = there == null ? null : there.pipeline;
        if (there != null && pipeline != null) {
            pipeline.closeLabs();
            failLater(there, "the bundle of the effect " + effectName + " was stopped");
        }
    }

    /** Called twice a second on the control thread. */
    void tick(long nowNanos) {
        Run late = null;
        synchronized (lock) {
            Run there = run;
            NativePipeline pipeline = there == null ? null : there.pipeline;
            if (pipeline == null || state != State.RUNNING) {
                return;
            }
            NativeElement buffer = pipeline.find(processing.kind(), MediumPlan.JITTER_BUFFER);
            if (buffer != null && environment.tuning().isAdaptive()) {
                latency(buffer);
            }
            if (pipeline.isLate(nowNanos)) {
                late = there;
            }
        }
        if (late != null) {
            failLater(late, "a frame is taking its effect too long");
        }
    }

    private int latencySet;

    private void latency(NativeElement buffer) {
        int millis = input.repairTime().millis();
        // A change makes the buffer reschedule everything, so a few milliseconds are not worth one.
        if (Math.abs(millis - latencySet) > Math.max(3, latencySet / 10)) {
            latencySet = millis;
            buffer.setTrusted("latency", Integer.toString(millis));
        }
    }

    void setBitrate(Bitrate wanted) {
        synchronized (lock) {
            bitrate = wanted;
        }
        whileRunning(this::setRate);
    }

    void setExpectedLoss(double fraction) {
        synchronized (lock) {
            expectedLossPercent = (int) Math.ceil(100 * fraction);
        }
        whileRunning(this::setProtection);
    }

    private void setProtection(NativePipeline pipeline) {
        NativeElement encoder = pipeline.find(processing.kind(), MediumPlan.ENCODER);
        String property = encoder == null ? null : MediumPlan.expectedLossProperty(encoder.factory());
        if (encoder != null && property != null) {
            int percent;
            synchronized (lock) {
                percent = expectedLossPercent;
            }
            encoder.setTrusted(property, Integer.toString(percent));
        }
    }

    private void setRate(NativePipeline pipeline) {
        NativeElement encoder = pipeline.find(processing.kind(), MediumPlan.ENCODER);
        if (encoder == null || !(processing.treatment() instanceof Treatment.Transcoded transcoded)) {
            return;
        }
        Bitrate wanted;
        synchronized (lock) {
            wanted = bitrate == null
                    ? transcoded.bitrate().initial()
                    : transcoded.bitrate().nearest(bitrate);
        }
        MediumPlan.EncoderRate rate = MediumPlan.encoderRate(encoder.factory(), wanted);
        if (rate != null) {
            encoder.setTrusted(rate.property(), Long.toString(rate.value()));
        }
    }

    boolean isStarting() {
        synchronized (lock) {
            return state == State.STARTING || state == State.LOST;
        }
    }

    void whileRunning(Consumer<NativePipeline> task) {
        synchronized (lock) {
            Run there = run;
            NativePipeline pipeline = there == null ? null : there.pipeline;
            if (state == State.RUNNING && pipeline != null) {
                task.accept(pipeline);
            }
        }
    }

    /** Ends the medium for a reason, and reports that as its failure. It is not started again. */
    void end(String reason) {
        if (closed()) {
            owner.onDead(processing.kind(), reason);
        }
    }

    /** Ends the medium without a report. */
    void close() {
        boolean unused = closed();
    }

    private boolean closed() {
        Run last;
        synchronized (lock) {
            if (state == State.CLOSED || state == State.DEAD) {
                return false;
            }
            state = State.CLOSED;
            last = run;
            run = null;
        }
        input.close();
        environment.labs().remove(this);
        if (last != null) {
            last.output.close();
        }
        lifecycle.execute(() -> freed(last));
        return true;
    }

    private void freed(@Nullable Run last) {
        if (last != null) {
            last.free();
        }
        owner.onFreed(processing.kind());
    }
}
