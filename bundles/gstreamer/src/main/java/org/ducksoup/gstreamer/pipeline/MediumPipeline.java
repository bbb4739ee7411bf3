package org.ducksoup.gstreamer.pipeline;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.circuit.Circuits;
import org.ducksoup.gstreamer.element.NativeElement;
import org.ducksoup.gstreamer.lab.FailedVersions;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.packet.OverdueSound;
import org.ducksoup.gstreamer.packet.PacketInput;
import org.ducksoup.gstreamer.packet.RepairTime;
import org.ducksoup.gstreamer.packet.SteadyArrival;
import org.ducksoup.parts.SerialExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One medium of a participant: its native pipeline, and the next one after a failure. Four kinds of threads meet here.
 * The lifecycle thread builds and starts; each run has a thread that sets properties and frees; the control thread looks
 * for what hangs; GStreamer's own threads carry packets. No element's code runs while {@code lock} is held, so neither
 * closing nor another medium waits for an element that hangs.
 */
public final class MediumPipeline implements Medium, LabEffects.User {
    private static final Logger LOGGER = LoggerFactory.getLogger(MediumPipeline.class);
    private static final long LAB_POLL_MILLIS = 200;
    private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);
    /** What came earlier, while the effect was lost, is not sent in a burst when the effect is back. */
    private static final long MAX_STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final Processing processing;
    private final Design design;
    private final PipelineEnvironment environment;
    private final Owner owner;
    private final SerialExecutor lifecycle;
    private final OverdueSound overdue;
    private final PacketInput input;
    private final EncoderTuning tuning;
    private final Circuits circuits;

    private final AtomicBoolean lossTold = new AtomicBoolean();
    private final StartWatch startWatch = new StartWatch();

    private final Object lock = new Object();
    private State state = State.STARTING;
    private @Nullable MediumRun run;

    // Confined to the lifecycle thread.
    private final Restarts restarts;
    private final FailedVersions failedVersions;

    private int nextSequence;

    private enum State {
        STARTING,
        RUNNING,
        LOST,
        DEAD,
        CLOSED
    }

    MediumPipeline(Design design, PipelineEnvironment environment, Restarts restarts, Owner owner) {
        this(design, environment, restarts, -1, owner);
    }

    /** @param nextSequence number of the first packet to come out; negative for any */
    public MediumPipeline(
            Design design, PipelineEnvironment environment, Restarts restarts, int nextSequence, Owner owner) {
        this.nextSequence = nextSequence;
        this.design = design;
        name = design.name();
        processing = design.processing();
        this.restarts = restarts;
        this.environment = environment;
        failedVersions = new FailedVersions(
                environment.labs(),
                MediumPlan.effects(processing).stream().map(Element::factory).toList());
        this.owner = owner;
        lifecycle = new SerialExecutor(
                environment.lifecycle(), failure -> LOGGER.error("a task of the pipeline {} failed", name, failure));
        overdue = isSoundWithEffect() ? OverdueSound.ofEffects(processing.clockRate()) : OverdueSound.never();
        input = new PacketInput(
                new RepairTime(processing.kind(), processing.clockRate()),
                new SteadyArrival(processing.clockRate()),
                overdue,
                maxPauseNanos(),
                () -> lifecycle.execute(this::renew));
        tuning = new EncoderTuning(processing);
        circuits = new Circuits(processing.kind());
    }

    /** SoundGate fills shorter pauses. Behind a longer one, an effect that counts samples would be out of time. */
    private long maxPauseNanos() {
        return isSoundWithEffect() ? MAX_PAUSE_NANOS : Long.MAX_VALUE;
    }

    private boolean isSoundWithEffect() {
        return processing.kind() == MediaKind.AUDIO
                && !MediumPlan.effects(processing).isEmpty();
    }

    @Override
    public PipelineDescription describe() {
        State now;
        MediumRun there;
        synchronized (lock) {
            now = state;
            there = run;
        }
        return MediumDescription.of(design, environment, now.name().toLowerCase(Locale.ROOT), there);
    }

    @Override
    public Design design() {
        return design;
    }

    @Override
    public void push(byte[] buffer, int offset, int length, long arrivalNanos) {
        input.push(buffer, offset, length, arrivalNanos);
    }

    @Override
    public long dropped() {
        return input.dropped();
    }

    /** How long the jitter buffer waits for a missing packet, in ms, as measured. */
    int repairMillis() {
        return input.repairTime().millis();
    }

    @Override
    public void begin() {
        environment.labs().add(this);
        lifecycle.execute(this::start);
    }

    private void start() {
        synchronized (lock) {
            if (state != State.STARTING && state != State.LOST) {
                return;
            }
        }
        if (isLabMissing() || failedVersions.areThere()) {
            later(LAB_POLL_MILLIS, this::start);
            return;
        }
        if (failedVersions.begin()) {
            restarts.forget();
        }
        MediumRun next =
                new MediumRun(environment, design, owner.listener(), overdue, this::tellRestarted, this::failLater);
        NativePipeline pipeline;
        startWatch.begin();
        try {
            pipeline = next.build(tuning, circuits, nextSequence);
            LiveProperties properties = pipeline.properties(processing.kind());
            if (restarts.hasEverStarted()) {
                owner.onRebuilt(processing.kind(), properties);
            } else {
                owner.onBuilt(processing.kind(), properties);
            }
            pipeline.start(design.originNanos());
        } catch (PipelineSpecificationException | RuntimeException | Error e) {
            LOGGER.warn(
                    "{}: the {} pipeline cannot be built",
                    name,
                    processing.kind().token(),
                    e);
            String known = next.firstReason();
            next.freeNow();
            onStartFailed(known == null ? String.valueOf(e.getMessage()) : known);
            return;
        } finally {
            startWatch.end();
        }
        opened(next, pipeline);
    }

    private void opened(MediumRun next, NativePipeline pipeline) {
        NativeElement source = pipeline.find(processing.kind(), MediumPlan.INPUT);
        boolean wanted;
        synchronized (lock) {
            wanted = state == State.STARTING || state == State.LOST;
            if (wanted) {
                state = State.RUNNING;
                run = next;
            }
        }
        if (!wanted) {
            next.freeNow();
            return;
        }
        if (!restarts.hasEverStarted()) {
            restarts.started();
            owner.onStarted();
        }
        synchronized (lock) {
            if (source != null && run == next && state == State.RUNNING) {
                input.open(source.pointer(), design.originNanos(), next.watch(), next.catchUp());
            }
        }
        String failed = next.firstReason();
        if (failed != null) {
            lose(next, failed);
        }
    }

    private boolean isLabMissing() {
        return restarts.hasEverStarted()
                && MediumPlan.effects(processing).stream()
                        .map(Element::factory)
                        .anyMatch(effect -> !environment.labs().has(effect)
                                && environment.catalogue().find(effect).isEmpty());
    }

    /**
     * Tries again a little later; but a pipeline that never worked will not work later, and one whose lab's effect has
     * failed too often waits for another version of it.
     */
    private void onStartFailed(String reason) {
        OptionalLong pause = restarts.next();
        if (pause.isPresent()) {
            tellLost(reason);
            later(pause.getAsLong(), this::start);
        } else if (restarts.hasEverStarted() && failedVersions.giveUp()) {
            tellLost(reason);
            later(LAB_POLL_MILLIS, this::start);
        } else {
            die(reason);
        }
    }

    private void die(String reason) {
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
    }

    /** Called before the first packet of each run, on the thread that brings it. */
    private void tellRestarted() {
        if (lossTold.compareAndSet(true, false)) {
            owner.listener().onEffectRestarted(processing.kind());
        }
    }

    /** Called on any thread, possibly on one of GStreamer's, which must not wait for itself. */
    private void failLater(MediumRun failed, String reason) {
        if (failed.fail(reason)) {
            lifecycle.execute(() -> lose(failed, reason));
        }
    }

    /** The medium is lost, whatever is running; another pipeline is tried. */
    private void lose(MediumRun failed, String reason) {
        synchronized (lock) {
            if (run != failed || state != State.RUNNING) {
                return;
            }
            state = State.LOST;
            run = null;
            input.holdAtMost(MAX_STALE_NANOS);
        }
        LOGGER.warn("{}: the {} pipeline failed: {}", name, processing.kind().token(), reason);
        end(failed);
        tellLost(reason);
        if (failed.isWithdrawn()) {
            // The effect did not fail: its bundle was stopped, perhaps for the next version.
            start();
            return;
        }
        restarts.ranFor(failed.nanosSinceBegin());
        onStartFailed(reason);
    }

    /** Another native pipeline in place of the one that runs, which is in order. Packets wait meanwhile. */
    private void renew() {
        MediumRun old;
        synchronized (lock) {
            old = run;
            if (old == null || state != State.RUNNING) {
                return;
            }
            state = State.LOST;
            run = null;
            input.hold();
        }
        end(old);
        start();
    }

    private void end(MediumRun old) {
        old.closeOutput();
        nextSequence = old.nextSequence() < 0 ? nextSequence : old.nextSequence();
        old.free(() -> {});
    }

    private void tellLost(String reason) {
        if (lossTold.compareAndSet(false, true)) {
            owner.onLost(processing.kind(), reason);
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
        MediumRun there;
        synchronized (lock) {
            there = run;
        }
        NativePipeline pipeline = there == null ? null : there.pipeline();
        if (there != null && pipeline != null) {
            pipeline.closeLabs();
            there.withdraw();
            failLater(there, "the bundle of the effect " + effectName + " was stopped");
        }
    }

    @Override
    public void tick(long nowNanos) {
        String late = startWatch.lateness(nowNanos);
        if (late != null) {
            tellLost(late);
        }
        MediumRun there = running();
        NativePipeline pipeline = there == null ? null : there.pipeline();
        if (there == null || pipeline == null) {
            return;
        }
        if (environment.tuning().isAdaptive()) {
            there.setLatency(input.repairTime().millis());
        }
        if (pipeline.isLate(nowNanos)) {
            failLater(there, "a frame is taking its effect too long");
        } else if (there.watch().isStuck(nowNanos)) {
            String slowness = pipeline.slowness();
            failLater(there, slowness == null ? "media go in, and nothing comes out" : slowness);
        }
    }

    @Override
    public void requestKeyFrame() {
        boolean unused = withPipeline(pipeline -> pipeline.requestKeyFrame(processing.kind()));
    }

    @Override
    public void setBitrate(Bitrate wanted) {
        tuning.setBitrate(wanted);
        boolean unused = withPipeline(tuning::applyBitrate);
    }

    @Override
    public void setExpectedLoss(double fraction) {
        tuning.setExpectedLoss(fraction);
        boolean unused = withPipeline(tuning::applyExpectedLoss);
    }

    @Override
    public void setInCircuit(String step, boolean in, ChangeTime when) {
        if (when.isAtOnce()) {
            circuits.set(step, in);
        } else {
            circuits.set(step, in, when.nanos() - design.originNanos(), pts -> tell(when, pts));
        }
    }

    /**
     * Not on the thread of the frames: whoever hears of it may have to load code first. Nobody hears of what counts at once, such
     * as the steps of a ramp.
     */
    private void tell(ChangeTime when, long pts) {
        if (when.isAtOnce()) {
            return;
        }
        lifecycle.execute(() -> when.listener().onFrame(processing.kind(), pts + design.originNanos()));
    }

    @Override
    public boolean isStarting() {
        synchronized (lock) {
            return state == State.STARTING || state == State.LOST;
        }
    }

    private @Nullable MediumRun running() {
        synchronized (lock) {
            return state == State.RUNNING ? run : null;
        }
    }

    @Override
    public boolean whileRunning(ChangeTime when, Consumer<LiveProperties> task) {
        // What is set at once counts from now on, and not from when the thread of the properties comes to it.
        long nanos = (when.isAtOnce() ? System.nanoTime() : when.nanos()) - design.originNanos();
        return withPipeline(
                pipeline -> task.accept(pipeline.propertiesInTime(processing.kind(), nanos, pts -> tell(when, pts))));
    }

    /** Runs a task with the native pipeline that runs, on the thread of its properties. Returns at once. */
    private boolean withPipeline(Consumer<NativePipeline> task) {
        MediumRun there = running();
        if (there != null) {
            there.set(task);
        }
        return there != null;
    }

    @Override
    public void end(String reason) {
        if (closed()) {
            owner.onDead(processing.kind(), reason);
        }
    }

    @Override
    public void close() {
        boolean unused = closed();
    }

    private boolean closed() {
        MediumRun last;
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
        if (last == null) {
            // After the start that may be under way.
            lifecycle.execute(this::freed);
        } else {
            last.closeOutput();
            last.free(this::freed);
        }
        return true;
    }

    private void freed() {
        owner.onFreed(processing.kind());
    }
}
