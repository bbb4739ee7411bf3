package org.ducksoup.sfu.effect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.pipeline.PropertyValue;

/** Pipelines that return their input, until a test changes that. */
public class FakePipelines implements MediaPipelineFactory {
    public static final PipelineDescription DESCRIPTION =
            new PipelineDescription(MediaKind.AUDIO, "running", "appsrc name=in", "digraph {}");

    public final List<Pipeline> built = new ArrayList<>();

    /** The number of checks. */
    public int checks;

    @Override
    public void check(PipelineSpecification specification) throws PipelineSpecificationException {
        checks++;
        for (PipelineSpecification.Processing medium : specification.media()) {
            List<Element> effects = effects(medium);
            if (!effects.isEmpty() && effects.get(0).factory().startsWith("no")) {
                throw new PipelineSpecificationException(
                        "element", effects.get(0).factory(), "no such element");
            }
        }
    }

    static List<Element> effects(PipelineSpecification.Processing medium) {
        return medium.treatment() instanceof Treatment.Transcoded transcoded ? transcoded.effects() : List.of();
    }

    @Override
    public MediaPipeline prepare(PipelineSpecification specification, PipelineListener listener) {
        Pipeline pipeline = new Pipeline(specification, listener, effectName, startAtOnce);
        built.add(pipeline);
        return pipeline;
    }

    /** False for a slow machine, which starts a pipeline later. */
    public boolean startAtOnce = true;

    /** The name of the only effect that can be controlled, in pipelines that are built from now on. */
    public String effectName = "fx";

    public Pipeline last() {
        return built.get(built.size() - 1);
    }

    public static final class Pipeline implements MediaPipeline {
        public final PipelineSpecification specification;
        public final PipelineListener listener;
        public final List<String> controls = new ArrayList<>();
        /** Whether frames come that have them, each at its time. */
        public boolean hasFrames = true;

        /** When they count. */
        public final List<ChangeTime> times = new ArrayList<>();

        public final java.util.Map<MediaKind, Bitrate> targets = new java.util.EnumMap<>(MediaKind.class);
        public final java.util.Map<MediaKind, Double> losses = new java.util.EnumMap<>(MediaKind.class);
        public int keyFrames;
        public int pushed;
        public boolean closed;
        public boolean dead;
        public boolean overdue;

        /** Whether it costs anything: it was started, or a packet came. */
        public boolean started;

        private final String effectName;
        private final boolean startAtOnce;

        Pipeline(
                PipelineSpecification specification,
                PipelineListener listener,
                String effectName,
                boolean startAtOnce) {
            this.startAtOnce = startAtOnce;
            this.effectName = effectName;
            this.specification = specification;
            this.listener = listener;
        }

        @Override
        public void start() {
            if (!started && !closed) {
                started = true;
                if (startAtOnce) {
                    listener.onStarted();
                }
            }
        }

        @Override
        public void push(MediaKind kind, byte[] buffer, int offset, int length, long arrivalNanos) {
            start();
            pushed++;
            if (!closed && !dead && overdue) {
                listener.onOverduePacket(kind, buffer, offset, length);
            } else if (!closed && !dead) {
                listener.onPacket(kind, buffer, offset, length);
            }
        }

        public void lose(MediaKind kind, String reason) {
            dead = true;
            listener.onEffectLost(kind, reason);
        }

        public void restart(MediaKind kind) {
            dead = false;
            listener.onEffectRestarted(kind);
        }

        public void slow(MediaKind kind, double share) {
            listener.onEffectSlow(kind, share);
        }

        public void fail(String reason) {
            dead = true;
            listener.onFailure(reason);
        }

        @Override
        public void requestKeyFrame() {
            keyFrames++;
        }

        @Override
        public void setTargetBitrate(MediaKind kind, Bitrate bitrate) {
            targets.put(kind, bitrate);
        }

        @Override
        public void setExpectedLoss(MediaKind kind, double fraction) {
            losses.put(kind, fraction);
        }

        @Override
        public void set(String controlName, String property, PropertyValue value, Duration duration, ChangeTime when) {
            if (!controlName.equals(effectName)) {
                throw new IllegalArgumentException("no effect is named " + controlName);
            }
            controls.add(property + "=" + value + " in " + duration.toMillis());
            take(when);
        }

        @Override
        public void setInCircuit(String controlName, boolean in, ChangeTime when) {
            if (!controlName.equals(effectName)) {
                throw new IllegalArgumentException("no effect is named " + controlName);
            }
            controls.add("circuit " + in);
            take(when);
        }

        private void take(ChangeTime when) {
            times.add(when);
            if (hasFrames) {
                when.listener().onFrame(MediaKind.AUDIO, when.nanos());
            }
        }

        @Override
        public List<PipelineDescription> describe() {
            return List.of(DESCRIPTION);
        }

        @Override
        public OptionalLong timeZeroNanos() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
