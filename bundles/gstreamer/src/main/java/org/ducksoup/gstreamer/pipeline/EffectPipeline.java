package org.ducksoup.gstreamer.pipeline;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.parts.Recurring;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One participant's pipelines, one for each medium: a failure of one does not touch the other. */
public final class EffectPipeline implements MediaPipeline {
    private static final Logger LOGGER = LoggerFactory.getLogger(EffectPipeline.class);
    private static final long TICK_MILLIS = 500;

    private final PipelineSpecification specification;
    private final Listener listener;
    private final PipelineEnvironment environment;
    private final Consumer<EffectPipeline> onClosed;
    private final long originNanos = System.nanoTime();
    private final OptionalLong timeZero;
    private final Map<MediaKind, MediumPipeline> media = new EnumMap<>(MediaKind.class);
    private final Map<String, Target> targets = new HashMap<>();
    private final ControlRamps ramps;
    private final Set<MediaKind> alive = EnumSet.noneOf(MediaKind.class);
    private final AtomicInteger starting = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean silent;

    private final Object beginning = new Object();
    /** Written while {@link #beginning} is held. */
    private volatile boolean begun;
    // Guarded by beginning.
    private final Map<ControlRamps.Key, ControlRamps.Aim> earlyAims = new LinkedHashMap<>();
    private boolean over;
    private @Nullable ScheduledFuture<?> ticks;

    /**
     * @param effect its name
     * @param facts the settable properties of a GStreamer element; null for a lab's effect
     */
    private record Target(
            MediumPipeline medium,
            String step,
            String effect,
            @Nullable ElementFacts facts) {}

    public EffectPipeline(
            PipelineSpecification specification,
            PipelineListener listener,
            PipelineEnvironment environment,
            Consumer<EffectPipeline> onClosed) {
        this.specification = specification;
        this.listener = new Listener(listener);
        this.environment = environment;
        this.onClosed = onClosed;
        boolean stamped =
                specification.media().stream().allMatch(medium -> medium.treatment() instanceof Treatment.Transcoded);
        timeZero = stamped ? OptionalLong.of(originNanos) : OptionalLong.empty();
        ramps = new ControlRamps(environment.control());
        for (Processing processing : specification.media()) {
            MediumPipeline medium = new MediumPipeline(
                    new MediumRun.Medium(specification.name(), processing, specification.maxPacketSize(), originNanos),
                    environment,
                    this.listener);
            media.put(processing.kind(), medium);
            alive.add(processing.kind());
            List<Element> effects = MediumPlan.effects(processing);
            for (int i = 0; i < effects.size(); i++) {
                addTarget(medium, "effect-" + i, effects.get(i));
            }
        }
        starting.set(media.size());
        held.set(media.size());
    }

    @Override
    public void start() {
        synchronized (beginning) {
            if (begun || over) {
                return;
            }
            begun = true;
            media.values().forEach(MediumPipeline::begin);
            ticks = environment
                    .control()
                    .scheduleWithFixedDelay(
                            new Recurring(this::tick, e -> LOGGER.error("a pipeline could not be checked", e)),
                            TICK_MILLIS,
                            TICK_MILLIS,
                            TimeUnit.MILLISECONDS);
            earlyAims.values().forEach(ramps::begin);
            earlyAims.clear();
        }
    }

    private void tick() {
        long now = System.nanoTime();
        media.values().forEach(medium -> medium.tick(now));
    }

    private void addTarget(MediumPipeline medium, String step, Element element) {
        String name = element.controlName();
        if (name != null) {
            ElementFacts facts = environment.labs().has(element.factory())
                    ? null
                    : environment.check().find(element.factory()).orElse(null);
            targets.put(name, new Target(medium, step, element.factory(), facts));
        }
    }

    @Override
    public void push(MediaKind kind, byte[] buffer, int offset, int length, long arrivalNanos) {
        if (!begun) {
            start();
        }
        MediumPipeline medium = media.get(kind);
        if (medium != null) {
            medium.input().push(buffer, offset, length, arrivalNanos);
        }
    }

    @Override
    public OptionalLong timeZeroNanos() {
        return timeZero;
    }

    /** On the clock of {@link System#nanoTime}: time zero of the packets that come out. */
    public long originNanos() {
        return originNanos;
    }

    /** The number of pushed packets that were dropped. */
    public long dropped(MediaKind kind) {
        MediumPipeline medium = media.get(kind);
        return medium == null ? 0 : medium.input().dropped();
    }

    /** How long the jitter buffer waits for a missing packet, as measured. */
    int repairMillis(MediaKind kind) {
        MediumPipeline medium = media.get(kind);
        return medium == null ? 0 : medium.input().repairTime().millis();
    }

    @Override
    public void requestKeyFrame() {
        MediumPipeline video = media.get(MediaKind.VIDEO);
        if (video != null) {
            boolean unused = video.whileRunning(pipeline -> pipeline.requestKeyFrame(MediaKind.VIDEO));
        }
    }

    @Override
    public void setTargetBitrate(MediaKind kind, Bitrate bitrate) {
        MediumPipeline medium = media.get(kind);
        if (medium != null) {
            medium.setBitrate(bitrate);
        }
    }

    @Override
    public void setExpectedLoss(MediaKind kind, double fraction) {
        MediumPipeline medium = media.get(kind);
        if (medium != null) {
            medium.setExpectedLoss(fraction);
        }
    }

    @Override
    public void set(String controlName, String property, PropertyValue value, Duration duration) {
        Target target = targets.get(controlName);
        if (target == null) {
            throw new IllegalArgumentException("no effect has the name " + controlName);
        }
        ControlRamps.Key key = new ControlRamps.Key(target.medium().processing().kind() + target.step(), property);
        ElementFacts element = target.facts();
        if (element == null) {
            double number = number(property, value);
            environment.labs().checkLive(target.effect(), property, number);
            aim(new ControlRamps.Aim(target.medium(), target.step(), key, null, null, number, duration));
            return;
        }
        PropertyFacts facts;
        PropertyFacts.TypedValue typed;
        try {
            facts = environment.check().property(element, property);
            typed = environment.check().liveValue(element, property, value);
        } catch (PipelineSpecificationException e) {
            throw new IllegalArgumentException(e.key() + ", " + e.value() + ": " + e.getMessage(), e);
        }
        double number = facts.isNumber() ? facts.numberOf(typed) : 0;
        aim(new ControlRamps.Aim(target.medium(), target.step(), key, facts, typed, number, duration));
    }

    /** A value for a pipeline that is only prepared waits for its start. */
    private void aim(ControlRamps.Aim aim) {
        synchronized (beginning) {
            if (!begun) {
                earlyAims.put(aim.key(), aim);
                return;
            }
        }
        ramps.begin(aim);
    }

    private static double number(String property, PropertyValue value) {
        double number = Double.NaN;
        if (value instanceof PropertyValue.FloatValue real) {
            number = real.value();
        } else if (value instanceof PropertyValue.DoubleValue real) {
            number = real.value();
        } else if (value instanceof PropertyValue.IntValue whole) {
            number = whole.value();
        }
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(property + " must be a number: effects of labs take no others");
        }
        return number;
    }

    @Override
    public List<PipelineDescription> describe() {
        return media.values().stream().map(this::describe).toList();
    }

    private PipelineDescription describe(MediumPipeline medium) {
        PipelineDescription known = medium.describe();
        synchronized (beginning) {
            return begun || over ? known : new PipelineDescription(known.kind(), "prepared", known.text(), "");
        }
    }

    @Override
    public void close() {
        silent = true;
        stopTicks();
        media.values().forEach(MediumPipeline::close);
    }

    /** Ends all media and reports the reason. */
    public void end(String reason) {
        stopTicks();
        media.values().forEach(medium -> medium.end(reason));
    }

    private void stopTicks() {
        synchronized (beginning) {
            over = true;
            earlyAims.clear();
            if (ticks != null) {
                ticks.cancel(false);
            }
        }
    }

    /**
     * Stands between the media and the listener: no event reaches the listener after the end, and none of its
     * exceptions reaches the media.
     */
    private final class Listener implements PipelineListener, MediumPipeline.Owner {
        private final PipelineListener asked;

        Listener(PipelineListener asked) {
            this.asked = asked;
        }

        @Override
        public PipelineListener listener() {
            return this;
        }

        @Override
        public void onStarted() {
            if (starting.decrementAndGet() == 0) {
                tell(asked::onStarted);
            }
        }

        @Override
        public void onPacket(MediaKind kind, byte[] buffer, int offset, int length) {
            asked.onPacket(kind, buffer, offset, length);
        }

        @Override
        public void onOverduePacket(MediaKind kind, byte[] buffer, int offset, int length) {
            asked.onOverduePacket(kind, buffer, offset, length);
        }

        @Override
        public void onTiming(MediaKind kind, long rtpTimestamp, long timeNanos) {
            asked.onTiming(kind, rtpTimestamp, timeNanos);
        }

        @Override
        public void onKeyFrameNeeded() {
            tell(asked::onKeyFrameNeeded);
        }

        @Override
        public void onEffectLost(MediaKind kind, String reason) {
            tell(() -> asked.onEffectLost(kind, reason));
        }

        @Override
        public void onEffectRestarted(MediaKind kind) {
            tell(() -> asked.onEffectRestarted(kind));
        }

        @Override
        public void onEffectSlow(MediaKind kind, double share) {
            tell(() -> asked.onEffectSlow(kind, share));
        }

        @Override
        public void onFailure(String reason) {
            tell(() -> asked.onFailure(reason));
            silent = true;
        }

        @Override
        public void onLost(MediaKind kind, String reason) {
            onEffectLost(kind, reason);
        }

        @Override
        public void onDead(MediaKind kind, String reason) {
            boolean all;
            synchronized (alive) {
                alive.remove(kind);
                all = alive.isEmpty();
            }
            if (!all) {
                onEffectLost(kind, reason);
            } else if (ended.compareAndSet(false, true)) {
                stopTicks();
                onFailure(reason);
            }
        }

        @Override
        public void onRebuilt(MediaKind kind, NativePipeline pipeline) {
            ramps.restore(kind, pipeline);
        }

        @Override
        public void onFreed(MediaKind kind) {
            if (held.decrementAndGet() == 0) {
                onClosed.accept(EffectPipeline.this);
            }
        }

        private void tell(Runnable call) {
            if (silent) {
                return;
            }
            try {
                call.run();
            } catch (RuntimeException e) {
                LOGGER.error("{}: a pipeline's listener failed", specification.name(), e);
            }
        }
    }
}
