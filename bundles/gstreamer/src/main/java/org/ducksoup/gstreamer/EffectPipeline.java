package org.ducksoup.gstreamer;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.gstreamer.PropertyFacts.TypedValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One participant's pipeline. Three kinds of threads meet here: the lifecycle thread builds, starts and frees; the control
 * thread sets properties; GStreamer's own threads carry packets. {@code nativeLock} keeps the first two apart.
 */
final class EffectPipeline implements MediaPipeline {
    private static final Logger LOGGER = LoggerFactory.getLogger(EffectPipeline.class);
    private static final Duration STEP = Duration.ofMillis(30);

    private final PipelineSpecification specification;
    private final PipelineListener listener;
    private final PipelineEnvironment environment;
    private final SerialTasks lifecycle;
    private final Consumer<EffectPipeline> onClosed;
    private final long originNanos = System.nanoTime();
    private final Map<MediaKind, PacketInput> inputs = new EnumMap<>(MediaKind.class);
    private final Map<MediaKind, PacketOutput> outputs = new EnumMap<>(MediaKind.class);
    private final Map<String, Target> targets = new HashMap<>();

    private final Object nativeLock = new Object();
    private State state = State.NEW;
    private @Nullable NativePipeline running;

    // What comes first says most; a start that fails only says that it failed.
    private volatile @Nullable String firstReason;
    private volatile boolean silent;

    // Confined to the control thread.
    private final Map<ControlKey, Ramping> ramps = new HashMap<>();

    private enum State {
        NEW,
        RUNNING,
        FAILED,
        CLOSED
    }

    private record ControlKey(String controlName, String property) {}

    /** @param step name of the element's step in its medium's plan */
    private record Target(MediaKind kind, String step, ElementFacts facts) {}

    EffectPipeline(
            PipelineSpecification specification,
            PipelineListener listener,
            PipelineEnvironment environment,
            Consumer<EffectPipeline> onClosed)
            throws PipelineSpecificationException {
        this.specification = specification;
        this.listener = listener;
        this.environment = environment;
        this.onClosed = onClosed;
        lifecycle = new SerialTasks(environment.lifecycle());
        for (Processing processing : specification.media()) {
            inputs.put(processing.kind(), new PacketInput());
            outputs.put(
                    processing.kind(), new PacketOutput(processing.kind(), specification.maxPacketSize(), listener));
            List<Element> elements = EffectCheck.elements(processing);
            for (int i = 0; i < elements.size(); i++) {
                addTarget(processing.kind(), "effect-" + i, elements.get(i));
            }
        }
    }

    /** Builds on another thread. Once, before any other call. */
    void begin() {
        lifecycle.execute(this::start);
    }

    private void addTarget(MediaKind kind, String step, Element element) {
        String name = element.controlName();
        if (name != null) {
            environment
                    .catalogue()
                    .find(element.factory())
                    .ifPresent(facts -> targets.put(name, new Target(kind, step, facts)));
        }
    }

    @Override
    public void push(MediaKind kind, byte[] buffer, int offset, int length, long arrivalNanos) {
        PacketInput input = inputs.get(kind);
        if (input != null) {
            input.push(buffer, offset, length, arrivalNanos);
        }
    }

    /** On the clock of {@link System#nanoTime}, time zero of the packets that come out. */
    long originNanos() {
        return originNanos;
    }

    /** Packets pushed that were too much. */
    long dropped(MediaKind kind) {
        PacketInput input = inputs.get(kind);
        return input == null ? 0 : input.dropped();
    }

    @Override
    public void requestKeyFrame() {
        onControlThread(() -> whileRunning(pipeline -> {
            if (inputs.containsKey(MediaKind.VIDEO)) {
                pipeline.requestKeyFrame(MediaKind.VIDEO);
            }
        }));
    }

    @Override
    public void setTargetBitrate(MediaKind kind, Bitrate bitrate) {
        for (Processing processing : specification.media()) {
            if (processing.kind() == kind) {
                onControlThread(
                        () -> setBitrate(processing, processing.bitrate().nearest(bitrate)));
            }
        }
    }

    private void setBitrate(Processing processing, Bitrate bitrate) {
        if (isNew()) {
            later(() -> setBitrate(processing, bitrate));
            return;
        }
        whileRunning(pipeline -> {
            NativeElement encoder = pipeline.find(processing.kind(), MediumPlan.ENCODER);
            if (encoder != null) {
                encoder.setTrusted(
                        MediumPlan.bitrateProperty(processing.codec()),
                        Long.toString(MediumPlan.encoderUnits(processing.codec(), bitrate)));
            }
        });
    }

    @Override
    public void set(String controlName, String property, PropertyValue value, Duration duration) {
        Target target = targets.get(controlName);
        if (target == null) {
            throw new IllegalArgumentException("no effect has the name " + controlName);
        }
        PropertyFacts facts;
        try {
            facts = environment.check().property(target.facts(), property);
        } catch (PipelineSpecificationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (!facts.live()) {
            throw new IllegalArgumentException(property + " cannot be set while media flows");
        }
        TypedValue typed = facts.convert(value)
                .orElseThrow(() -> new IllegalArgumentException(property + " has to be " + facts.allowed()));
        ControlKey key = new ControlKey(controlName, property);
        Ramping ramping = new Ramping(target, facts, typed, duration);
        onControlThread(() -> {
            ramps.put(key, ramping);
            ramp(key, ramping);
        });
    }

    /** What is under way for one property. */
    private static final class Ramping {
        final Target target;
        final PropertyFacts property;
        final TypedValue last;
        final Duration duration;

        @Nullable
        Ramp ramp;

        Ramping(Target target, PropertyFacts property, TypedValue last, Duration duration) {
            this.target = target;
            this.property = property;
            this.last = last;
            this.duration = duration;
        }
    }

    private void ramp(ControlKey key, Ramping ramping) {
        if (ramps.get(key) != ramping) {
            return;
        }
        if (isNew()) {
            later(() -> ramp(key, ramping));
            return;
        }
        boolean[] goesOn = {false};
        whileRunning(pipeline -> {
            NativeElement element = pipeline.find(ramping.target.kind(), ramping.target.step());
            if (element != null) {
                goesOn[0] = step(element, ramping);
            }
        });
        if (goesOn[0]) {
            later(() -> ramp(key, ramping));
        } else {
            ramps.remove(key);
        }
    }

    /** @return whether there is more to do */
    private static boolean step(NativeElement element, Ramping ramping) {
        PropertyFacts property = ramping.property;
        long now = System.nanoTime();
        if (ramping.ramp == null && property.isNumber() && ramping.duration.compareTo(Duration.ZERO) > 0) {
            ramping.ramp = new Ramp(element.number(property), property.numberOf(ramping.last), now, ramping.duration);
        }
        Ramp ramp = ramping.ramp;
        if (ramp == null || ramp.isOver(now)) {
            element.set(property, ramping.last);
            return false;
        }
        element.set(property, property.between(ramp.at(now)));
        return true;
    }

    private void onControlThread(Runnable task) {
        schedule(task, Duration.ZERO);
    }

    private void later(Runnable task) {
        schedule(task, STEP);
    }

    private void schedule(Runnable task, Duration delay) {
        try {
            environment.control().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("{}: no control after the end", specification.name());
        }
    }

    @Override
    public void close() {
        State before;
        synchronized (nativeLock) {
            before = state;
            state = State.CLOSED;
        }
        silent = true;
        if (before == State.CLOSED || before == State.FAILED) {
            return;
        }
        inputs.values().forEach(PacketInput::close);
        lifecycle.execute(this::free);
    }

    private void start() {
        if (!isNew()) {
            return;
        }
        NativePipeline pipeline = new NativePipeline(environment.catalogue(), this::failLater);
        synchronized (nativeLock) {
            running = pipeline;
        }
        try {
            for (Processing processing : specification.media()) {
                build(pipeline, processing);
            }
            pipeline.start(originNanos);
        } catch (PipelineSpecificationException | RuntimeException e) {
            LOGGER.warn("{}: the pipeline cannot be built", specification.name(), e);
            String known = firstReason;
            fail(known == null ? String.valueOf(e.getMessage()) : known);
            return;
        }
        synchronized (nativeLock) {
            if (state != State.NEW) {
                return;
            }
            state = State.RUNNING;
        }
        tell(listener::onStarted);
        inputs.forEach((kind, input) -> open(pipeline, kind, input));
    }

    private void build(NativePipeline pipeline, Processing processing) throws PipelineSpecificationException {
        MediaKind kind = processing.kind();
        pipeline.add(
                MediumPlan.of(processing, specification.maxPacketSize(), environment.tuning()), environment.check());
        PacketOutput output = outputs.get(kind);
        if (output != null) {
            pipeline.deliverTo(output, kind);
        }
        Picture picture = processing.picture();
        if (picture != null) {
            pipeline.keepFrameRate(kind, picture.frameRate());
            pipeline.tellKeyFrameWishes(kind, this::wishKeyFrame);
        }
    }

    private void wishKeyFrame() {
        if (!silent) {
            tell(listener::onKeyFrameNeeded);
        }
    }

    private void open(NativePipeline pipeline, MediaKind kind, PacketInput input) {
        NativeElement source = pipeline.find(kind, MediumPlan.INPUT);
        synchronized (nativeLock) {
            if (source != null && state == State.RUNNING) {
                input.open(source.pointer(), originNanos);
            }
        }
    }

    /** On any thread, also one of GStreamer's that must not be waited for by itself. */
    void failLater(String reason) {
        if (silent) {
            return;
        }
        firstReason = firstReason == null ? reason : firstReason;
        lifecycle.execute(() -> fail(reason));
    }

    private void fail(String reason) {
        synchronized (nativeLock) {
            if (state == State.CLOSED || state == State.FAILED) {
                return;
            }
            state = State.FAILED;
        }
        LOGGER.warn("{}: the pipeline failed: {}", specification.name(), reason);
        silent = true;
        inputs.values().forEach(PacketInput::close);
        outputs.values().forEach(PacketOutput::close);
        tell(() -> listener.onFailure(reason));
        free();
    }

    private void free() {
        outputs.values().forEach(PacketOutput::close);
        NativePipeline pipeline;
        synchronized (nativeLock) {
            pipeline = running;
            running = null;
        }
        if (pipeline != null) {
            pipeline.close();
        }
        outputs.values().forEach(PacketOutput::free);
        onClosed.accept(this);
    }

    private boolean isNew() {
        synchronized (nativeLock) {
            return state == State.NEW;
        }
    }

    private void whileRunning(Consumer<NativePipeline> task) {
        synchronized (nativeLock) {
            if (state == State.RUNNING && running != null) {
                task.accept(running);
            }
        }
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOGGER.error("{}: a pipeline's listener failed", specification.name(), e);
        }
    }
}
