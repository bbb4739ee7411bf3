package org.ducksoup.sfu.effect;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PropertyValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline that outlives the bundle that builds pipelines. When that bundle goes, the media are lost; the next one builds
 * the same pipeline anew, with the bitrates and the controlled values of the last one. The timestamps of what comes out
 * stay on one clock, so that the recording of the processed media goes on.
 *
 * <p>Packets come on the receive thread and go on a pipeline's. Everything else is called on the interaction's thread.
 */
final class ReplaceablePipeline implements MediaPipeline {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReplaceablePipeline.class);
    private static final long SECOND = 1_000_000_000L;
    private static final int TIMESTAMP_OFFSET = 4;

    private record Property(String controlName, String name) {}

    private final Pipelines pipelines;
    private final PipelineSpecification specification;
    private final PipelineListener listener;
    private final Executor thread;
    private final Runnable stopFollowing;
    private final Map<MediaKind, Integer> clockRates = new EnumMap<>(MediaKind.class);
    private final Map<MediaKind, Bitrate> bitrates = new EnumMap<>(MediaKind.class);
    private final Map<MediaKind, Double> losses = new EnumMap<>(MediaKind.class);
    /** What was set last, by {@link Property}, or by the name of an effect that was switched. */
    private final Map<Object, Consumer<MediaPipeline>> state = new LinkedHashMap<>();

    private volatile @Nullable Built current;
    private volatile OptionalLong zeroNanos = OptionalLong.empty();
    private volatile boolean begun;
    private boolean closed;

    /**
     * Prepares the pipeline, or waits for the bundle that can.
     *
     * @param thread the interaction's
     * @throws PipelineSpecificationException if it cannot be built
     */
    ReplaceablePipeline(
            Pipelines pipelines, PipelineSpecification specification, PipelineListener listener, Executor thread)
            throws PipelineSpecificationException {
        this.pipelines = pipelines;
        this.specification = specification;
        this.listener = listener;
        this.thread = thread;
        for (Processing medium : specification.media()) {
            clockRates.put(medium.kind(), medium.clockRate());
        }
        MediaPipelineFactory factory = pipelines.factory().orElse(null);
        if (factory == null) {
            thread.execute(() -> tellLost("no media pipelines at the moment"));
        } else {
            current = new Built(factory, 0);
        }
        stopFollowing = pipelines.follow(() -> thread.execute(this::buildAnew));
    }

    /** Builds the pipeline again if the bundle that built the last one is not the one that is there now. */
    private void buildAnew() {
        MediaPipelineFactory factory = pipelines.factory().orElse(null);
        Built last = current;
        if (closed || factory == null || (last != null && (last.factory == factory || !last.over))) {
            return;
        }
        try {
            Built next = new Built(factory, last == null ? 1 : last.number + 1);
            bitrates.forEach(next.pipeline::setTargetBitrate);
            losses.forEach(next.pipeline::setExpectedLoss);
            state.forEach((what, change) -> restore(next.pipeline, what, change));
            current = next;
            if (begun) {
                next.pipeline.start();
            }
        } catch (PipelineSpecificationException e) {
            LOGGER.warn("{}: media stay lost: {}", specification.name(), e.getMessage());
        }
    }

    private void restore(MediaPipeline pipeline, Object what, Consumer<MediaPipeline> change) {
        try {
            change.accept(pipeline);
        } catch (IllegalArgumentException e) {
            LOGGER.warn("{}: {} does not fit any more: {}", specification.name(), what, e.getMessage());
        }
    }

    private void tellLost(String reason) {
        clockRates.keySet().forEach(kind -> listener.onEffectLost(kind, reason));
    }

    @Override
    public void start() {
        begun = true;
        Built built = current;
        if (built != null) {
            built.pipeline.start();
        }
    }

    @Override
    public void push(MediaKind kind, byte[] buffer, int offset, int length, long arrivalNanos) {
        begun = true;
        Built built = current;
        if (built != null && !built.over) {
            built.pipeline.push(kind, buffer, offset, length, arrivalNanos);
        }
    }

    @Override
    public void requestKeyFrame() {
        Built built = current;
        if (built != null) {
            built.pipeline.requestKeyFrame();
        }
    }

    @Override
    public void setTargetBitrate(MediaKind kind, Bitrate bitrate) {
        bitrates.put(kind, bitrate);
        Built built = current;
        if (built != null) {
            built.pipeline.setTargetBitrate(kind, bitrate);
        }
    }

    @Override
    public void setExpectedLoss(MediaKind kind, double fraction) {
        losses.put(kind, fraction);
        Built built = current;
        if (built != null) {
            built.pipeline.setExpectedLoss(kind, fraction);
        }
    }

    @Override
    public void set(String controlName, String property, PropertyValue value, Duration duration, ChangeTime when) {
        Built built = current;
        if (built != null) {
            built.pipeline.set(controlName, property, value, duration, when);
        }
        state.put(new Property(controlName, property), next -> next.set(controlName, property, value, Duration.ZERO));
    }

    @Override
    public void setInCircuit(String controlName, boolean in, ChangeTime when) {
        Built built = current;
        if (built != null) {
            built.pipeline.setInCircuit(controlName, in, when);
        }
        state.put(controlName, next -> next.setInCircuit(controlName, in));
    }

    @Override
    public List<PipelineDescription> describe() {
        Built built = current;
        return built == null ? List.of() : built.pipeline.describe();
    }

    @Override
    public OptionalLong timeZeroNanos() {
        return zeroNanos;
    }

    @Override
    public void close() {
        closed = true;
        stopFollowing.run();
        Built built = current;
        if (built != null) {
            built.pipeline.close();
        }
    }

    /** One pipeline, of one factory. */
    private final class Built implements PipelineListener {
        private final MediaPipelineFactory factory;
        private final int number;
        private final MediaPipeline pipeline;
        /** From the clock of this pipeline to that of the first one. */
        private final long shiftNanos;

        private volatile boolean over;

        Built(MediaPipelineFactory factory, int number) throws PipelineSpecificationException {
            this.factory = factory;
            this.number = number;
            pipeline = factory.prepare(specification, this);
            OptionalLong zero = pipeline.timeZeroNanos();
            if (zeroNanos.isEmpty()) {
                zeroNanos = zero;
            }
            shiftNanos = zero.isPresent() ? zero.getAsLong() - zeroNanos.orElse(zero.getAsLong()) : 0;
        }

        @Override
        public void onStarted() {
            if (number == 0) {
                listener.onStarted();
            } else {
                clockRates.keySet().forEach(listener::onEffectRestarted);
            }
        }

        @Override
        public void onPacket(MediaKind kind, byte[] buffer, int offset, int length) {
            shift(kind, buffer, offset);
            listener.onPacket(kind, buffer, offset, length);
        }

        @Override
        public void onOverduePacket(MediaKind kind, byte[] buffer, int offset, int length) {
            shift(kind, buffer, offset);
            listener.onOverduePacket(kind, buffer, offset, length);
        }

        private void shift(MediaKind kind, byte[] buffer, int offset) {
            if (shiftNanos != 0) {
                shift(buffer, offset + TIMESTAMP_OFFSET, ticks(kind));
            }
        }

        private long ticks(MediaKind kind) {
            int clockRate = clockRates.getOrDefault(kind, 0);
            return shiftNanos / SECOND * clockRate + shiftNanos % SECOND * clockRate / SECOND;
        }

        private static void shift(byte[] buffer, int at, long ticks) {
            long timestamp = ticks;
            for (int i = 0; i < 4; i++) {
                timestamp += (buffer[at + i] & 0xffL) << (24 - 8 * i);
            }
            for (int i = 0; i < 4; i++) {
                buffer[at + i] = (byte) (timestamp >> (24 - 8 * i));
            }
        }

        @Override
        public void onTiming(MediaKind kind, long rtpTimestamp, long timeNanos) {
            listener.onTiming(kind, rtpTimestamp, timeNanos + shiftNanos);
        }

        /** On the server's clock, and not on the pipeline's: nothing is to be shifted. */
        @Override
        public void onAudioLevel(int level, long arrivalNanos) {
            listener.onAudioLevel(level, arrivalNanos);
        }

        @Override
        public void onKeyFrameNeeded() {
            listener.onKeyFrameNeeded();
        }

        @Override
        public void onEffectLost(MediaKind kind, String reason) {
            listener.onEffectLost(kind, reason);
        }

        @Override
        public void onEffectRestarted(MediaKind kind) {
            listener.onEffectRestarted(kind);
        }

        @Override
        public void onEffectSlow(MediaKind kind, double share) {
            listener.onEffectSlow(kind, share);
        }

        @Override
        public void onFailure(String reason) {
            over = true;
            if (pipelines.factory().orElse(null) == factory) {
                listener.onFailure(reason);
            } else {
                // The bundle of the pipelines goes, or is replaced already.
                tellLost(reason);
                thread.execute(ReplaceablePipeline.this::buildAnew);
            }
        }
    }
}
