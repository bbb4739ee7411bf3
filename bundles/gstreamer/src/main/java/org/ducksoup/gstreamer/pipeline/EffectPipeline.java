package org.ducksoup.gstreamer.pipeline;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
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
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.parts.Recurring;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One participant's pipelines, one for each medium: a failure of one does not touch the other. */
public final class EffectPipeline implements MediaPipeline {
    private static final Logger LOGGER = LoggerFactory.getLogger(EffectPipeline.class);
    private static final long TICK_MILLIS = 500;

    private final GuardedListener listener;
    private final PipelineEnvironment environment;
    private final Consumer<EffectPipeline> onClosed;
    private final long originNanos = System.nanoTime();
    private final OptionalLong timeZero;
    private final Map<MediaKind, Medium> media = new EnumMap<>(MediaKind.class);
    private final EffectControls controls;

    private final Object beginning = new Object();
    /** Written while {@link #beginning} is held. */
    private volatile boolean begun;
    // Guarded by beginning.
    private boolean over;
    private @Nullable ScheduledFuture<?> ticks;

    public EffectPipeline(
            PipelineSpecification specification,
            PipelineListener listener,
            PipelineEnvironment environment,
            Consumer<EffectPipeline> onClosed) {
        this.listener = new GuardedListener(specification.name(), listener);
        this.environment = environment;
        this.onClosed = onClosed;
        boolean stamped =
                specification.media().stream().allMatch(medium -> medium.treatment() instanceof Treatment.Transcoded);
        timeZero = stamped ? OptionalLong.of(originNanos) : OptionalLong.empty();
        controls = new EffectControls(environment);
        Owner owner = new Owner(specification.media());
        MediaPlace place = environment.places().place(specification.name(), environment);
        for (Processing processing : specification.media()) {
            Medium.Design design =
                    new Medium.Design(specification.name(), processing, specification.maxPacketSize(), originNanos);
            Medium medium = place.build(design, owner)
                    .orElseGet(() -> new MediumPipeline(design, environment, Restarts.some(), owner));
            media.put(processing.kind(), medium);
            controls.add(medium);
        }
    }

    @Override
    public void start() {
        synchronized (beginning) {
            if (begun || over) {
                return;
            }
            begun = true;
            media.values().forEach(Medium::begin);
            ticks = environment
                    .control()
                    .scheduleWithFixedDelay(
                            new Recurring(this::tick, e -> LOGGER.error("a pipeline could not be checked", e)),
                            TICK_MILLIS,
                            TICK_MILLIS,
                            TimeUnit.MILLISECONDS);
            controls.begin();
        }
    }

    private void tick() {
        long now = System.nanoTime();
        media.values().forEach(medium -> medium.tick(now));
    }

    @Override
    public void push(MediaKind kind, byte[] buffer, int offset, int length, long arrivalNanos) {
        if (!begun) {
            start();
        }
        Medium medium = media.get(kind);
        if (medium != null) {
            medium.push(buffer, offset, length, arrivalNanos);
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
        Medium medium = media.get(kind);
        return medium == null ? 0 : medium.dropped();
    }

    /** How long the jitter buffer waits for a missing packet, as measured. */
    int repairMillis(MediaKind kind) {
        return media.get(kind) instanceof MediumPipeline medium ? medium.repairMillis() : 0;
    }

    @Override
    public void requestKeyFrame() {
        Medium video = media.get(MediaKind.VIDEO);
        if (video != null) {
            video.requestKeyFrame();
        }
    }

    @Override
    public void setTargetBitrate(MediaKind kind, Bitrate bitrate) {
        Medium medium = media.get(kind);
        if (medium != null) {
            medium.setBitrate(bitrate);
        }
    }

    @Override
    public void setExpectedLoss(MediaKind kind, double fraction) {
        Medium medium = media.get(kind);
        if (medium != null) {
            medium.setExpectedLoss(fraction);
        }
    }

    @Override
    public void set(String controlName, String property, PropertyValue value, Duration duration, ChangeTime when) {
        controls.set(controlName, property, value, duration, when);
    }

    @Override
    public void setInCircuit(String controlName, boolean in, ChangeTime when) {
        controls.setInCircuit(controlName, in, when);
    }

    @Override
    public List<PipelineDescription> describe() {
        return media.values().stream().map(this::describe).toList();
    }

    private PipelineDescription describe(Medium medium) {
        PipelineDescription known = medium.describe();
        synchronized (beginning) {
            return begun || over ? known : new PipelineDescription(known.kind(), "prepared", known.text(), "");
        }
    }

    @Override
    public void close() {
        listener.silence();
        stopTicks();
        media.values().forEach(Medium::close);
    }

    /** Ends all media and reports the reason. */
    public void end(String reason) {
        stopTicks();
        media.values().forEach(medium -> medium.end(reason));
    }

    private void stopTicks() {
        synchronized (beginning) {
            over = true;
            if (ticks != null) {
                ticks.cancel(false);
            }
        }
    }

    /** Of all media of this pipeline. */
    private final class Owner implements Medium.Owner {
        private final AtomicInteger starting;
        private final AtomicInteger held;
        private final AtomicBoolean ended = new AtomicBoolean();
        /** Guarded by itself. */
        private final Set<MediaKind> alive = EnumSet.noneOf(MediaKind.class);

        Owner(List<Processing> processed) {
            starting = new AtomicInteger(processed.size());
            held = new AtomicInteger(processed.size());
            processed.forEach(each -> alive.add(each.kind()));
        }

        @Override
        public PipelineListener listener() {
            return listener;
        }

        @Override
        public void onStarted() {
            if (starting.decrementAndGet() == 0) {
                listener.onStarted();
            }
        }

        @Override
        public void onLost(MediaKind kind, String reason) {
            listener.onEffectLost(kind, reason);
        }

        @Override
        public void onDead(MediaKind kind, String reason) {
            boolean all;
            synchronized (alive) {
                alive.remove(kind);
                all = alive.isEmpty();
            }
            if (!all) {
                listener.onEffectLost(kind, reason);
            } else if (ended.compareAndSet(false, true)) {
                stopTicks();
                listener.onFailure(reason);
            }
        }

        @Override
        public void onBuilt(MediaKind kind, LiveProperties properties) {
            controls.restore(kind, properties);
        }

        @Override
        public void onRebuilt(MediaKind kind, LiveProperties properties) {
            controls.restore(kind, properties);
        }

        @Override
        public void onFreed(MediaKind kind) {
            if (held.decrementAndGet() == 0) {
                onClosed.accept(EffectPipeline.this);
            }
        }
    }
}
