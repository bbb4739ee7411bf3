package org.ducksoup.sfu.effect;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.transport.RtpReceiver.AudioLevelListener;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.sfu.media.EffectDelay;
import org.ducksoup.sfu.media.PipelineTiming;
import org.ducksoup.sfu.media.SessionEffects;
import org.jspecify.annotations.Nullable;

/** Effects of one session that a media pipeline applies. */
final class PipelineEffects implements SessionEffects, PipelineListener {
    /** Is told by the pipeline's threads, and hands over to the interaction's. */
    interface Listener {
        /** Media passes now, or it is certain that it will not. */
        void onStarted();

        void onKeyFrameNeeded();

        /** @param kind null if the whole pipeline is lost */
        void onEffectLost(@Nullable MediaKind kind, String reason);

        void onEffectRestarted(MediaKind kind);

        void onEffectSlow(MediaKind kind, double share);
    }

    /** What comes out of one medium: packets on their way to the subscribers. */
    private static final class Output {
        private final RtpPacket packet = new RtpPacket();
        private final Codec codec;
        private final PipelineTiming timing = new PipelineTiming();
        private final ProcessedClock clock;
        private final PassageTimes times;
        private volatile @Nullable RtpSink target;
        private volatile @Nullable RtpSink recordersOnly;
        private volatile boolean passes;

        Output(Codec codec) {
            this.codec = codec;
            clock = new ProcessedClock(codec.clockRate());
            times = new PassageTimes(codec.clockRate());
        }
    }

    private final Map<MediaKind, Output> outputs = new EnumMap<>(MediaKind.class);
    private volatile boolean started;
    private volatile AudioLevelListener levels = (level, arrivalNanos) -> {};
    private final Listener listener;
    private final MediaPipeline pipeline;
    /** Of the effects with names. */
    private final Map<String, MediaKind> kinds = new HashMap<>();

    /** Prepares the pipeline. Packets may be pushed at once. */
    PipelineEffects(Pipelines pipelines, PipelineSpecification specification, Listener listener, Executor thread)
            throws PipelineSpecificationException {
        this.listener = listener;
        for (PipelineSpecification.Processing medium : specification.media()) {
            outputs.put(medium.kind(), new Output(medium.codec()));
            if (medium.treatment() instanceof PipelineSpecification.Treatment.Transcoded transcoded) {
                transcoded.effects().stream()
                        .map(PipelineSpecification.Element::controlName)
                        .filter(Objects::nonNull)
                        .forEach(name -> kinds.put(name, medium.kind()));
            }
        }
        pipeline = pipelines.prepare(specification, this, thread);
    }

    @Override
    public boolean handles(MediaKind kind) {
        return outputs.containsKey(kind);
    }

    @Override
    public boolean fits(MediaKind kind, Codec codec) {
        Output output = outputs.get(kind);
        return output == null || output.codec == codec;
    }

    @Override
    public void start() {
        pipeline.start();
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public void letPass(MediaKind kind, boolean passes) {
        Output output = outputs.get(kind);
        if (output != null) {
            output.passes = passes;
        }
    }

    @Override
    public boolean passes(MediaKind kind) {
        Output output = outputs.get(kind);
        return output != null && output.passes;
    }

    @Override
    public RtpSink input(MediaKind kind) {
        Output output = outputs.get(kind);
        return new RtpSink() {
            @Override
            public void onPacket(RtpPacket lent, long arrivalNanos) {
                pipeline.push(kind, lent.buffer(), lent.offset(), lent.length(), arrivalNanos);
            }

            @Override
            public void onSenderReport(long ntpTime, long rtpTimestamp) {
                if (output != null) {
                    output.clock.onSenderReport(ntpTime, rtpTimestamp);
                }
            }
        };
    }

    @Override
    public void deliver(MediaKind kind, RtpSink target, RtpSink recordersOnly) {
        Output output = outputs.get(kind);
        if (output != null) {
            output.recordersOnly = recordersOnly;
            output.target = target;
        }
    }

    @Override
    public void setTargetBitrate(MediaKind kind, Bitrate bitrate) {
        pipeline.setTargetBitrate(kind, bitrate);
    }

    @Override
    public void setExpectedLoss(MediaKind kind, double fraction) {
        pipeline.setExpectedLoss(kind, fraction);
    }

    @Override
    public void requestKeyFrame() {
        pipeline.requestKeyFrame();
    }

    @Override
    public void control(EffectControl control, ChangeTime when) {
        pipeline.set(
                control.effectName(),
                control.property(),
                control.value(),
                control.duration(),
                inRecordings(control.effectName(), when));
    }

    @Override
    public void setInCircuit(String effectName, boolean in, ChangeTime when) {
        pipeline.setInCircuit(effectName, in, inRecordings(effectName, when));
    }

    /**
     * The recordings have a frame where it was captured, and the pipeline knows when it arrived. A change that is due at a time is to be
     * there in the recordings.
     */
    private ChangeTime inRecordings(String effectName, ChangeTime when) {
        MediaKind medium = kinds.get(effectName);
        Output output = medium == null ? null : outputs.get(medium);
        if (output == null || when.isAtOnce()) {
            return when;
        }
        long shift = output.timing.recordedShift();
        return new ChangeTime(when.nanos() - shift, (kind, arrivalNanos) -> when.listener()
                .onFrame(kind, arrivalNanos + output.timing.recordedShift()));
    }

    @Override
    public void listen(AudioLevelListener listener) {
        levels = listener;
    }

    @Override
    public List<PipelineDescription> describe() {
        return pipeline.describe();
    }

    @Override
    public OptionalLong timeZeroNanos() {
        return pipeline.timeZeroNanos();
    }

    @Override
    public @Nullable PipelineTiming timing(MediaKind kind) {
        Output output = outputs.get(kind);
        return output == null ? null : output.timing;
    }

    @Override
    public @Nullable EffectDelay delay(MediaKind kind) {
        Output output = outputs.get(kind);
        return output == null ? null : output.times.figures();
    }

    @Override
    public void close() {
        pipeline.close();
    }

    // ---- what the pipeline reports, on its threads

    @Override
    public void onStarted() {
        started = true;
        listener.onStarted();
    }

    @Override
    public void onPacket(MediaKind kind, byte[] buffer, int offset, int length) {
        Output output = outputs.get(kind);
        long now = System.nanoTime();
        if (output != null && pass(output, output.target, now, buffer, offset, length)) {
            OptionalLong zero = pipeline.timeZeroNanos();
            if (zero.isPresent()) {
                output.times.add(output.packet.timestamp(), now - zero.getAsLong());
            }
        }
    }

    @Override
    public void onOverduePacket(MediaKind kind, byte[] buffer, int offset, int length) {
        Output output = outputs.get(kind);
        if (output != null) {
            boolean unused = pass(output, output.recordersOnly, System.nanoTime(), buffer, offset, length);
        }
    }

    private static boolean pass(
            Output output, @Nullable RtpSink to, long nowNanos, byte[] buffer, int offset, int length) {
        boolean passes = to != null && !output.passes && output.packet.wrap(buffer, offset, length);
        if (passes && to != null) {
            to.onPacket(output.packet, nowNanos);
        }
        return passes;
    }

    @Override
    public void onTiming(MediaKind kind, long rtpTimestamp, long timeNanos) {
        Output output = outputs.get(kind);
        if (output == null) {
            return;
        }
        output.timing.note(rtpTimestamp, timeNanos);
        RtpSink target = output.target;
        OptionalLong zero = pipeline.timeZeroNanos();
        if (target != null && !output.passes && zero.isPresent()) {
            output.clock.onTiming(rtpTimestamp, timeNanos, zero.getAsLong(), target);
        }
    }

    @Override
    public void onAudioLevel(int level, long arrivalNanos) {
        levels.onLevel(level, arrivalNanos);
    }

    @Override
    public void onKeyFrameNeeded() {
        listener.onKeyFrameNeeded();
    }

    @Override
    public void onEffectLost(MediaKind kind, String reason) {
        started = true;
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
        started = true;
        listener.onEffectLost(null, reason);
    }
}
