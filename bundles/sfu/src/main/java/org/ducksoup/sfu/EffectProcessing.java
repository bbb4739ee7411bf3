package org.ducksoup.sfu;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * The effects of one session: its pipeline, what goes in and what comes out. Media without an effect never gets here.
 *
 * <p>Packets go in on the receive thread and come out on the pipeline's; the rest is for the interaction's thread.
 */
final class EffectProcessing implements PipelineListener, AutoCloseable {
    /** Told by the pipeline's threads; hands over to the interaction's. */
    interface Listener {
        /** Media passes from now on, or it is clear that it will not. */
        void onStarted();

        void onKeyFrameNeeded();

        void onEffectLost(@Nullable MediaKind kind, String reason);

        void onEffectRestarted(MediaKind kind);
    }

    /** What comes out of one medium: packets on their way to the subscribers. */
    private static final class Output {
        private final RtpPacket packet = new RtpPacket();
        private final Codec codec;
        private final PipelineTiming timing = new PipelineTiming();
        private volatile @Nullable RtpSink target;
        private volatile boolean passes;

        Output(Codec codec) {
            this.codec = codec;
        }
    }

    private final Map<MediaKind, Output> outputs = new EnumMap<>(MediaKind.class);
    private volatile boolean started;
    private final Listener listener;
    private final @Nullable MediaPipeline pipeline;

    private EffectProcessing(MediaPipelineFactory factory, PipelineSpecification specification, Listener listener)
            throws PipelineSpecificationException {
        this.listener = listener;
        specification.media().forEach(medium -> outputs.put(medium.kind(), new Output(medium.codec())));
        pipeline = factory.build(specification, this);
    }

    /**
     * What a participant asked for, checked as far as this can be done without building it.
     *
     * @param video codec of the participant's video
     * @param constantRate whether the frame rate asked for is enforced
     * @return no media if nothing is to be changed
     */
    static List<Processing> requested(
            JoinRequest request, Codec video, boolean constantRate, MediaSettings settings, EffectPresets presets)
            throws PipelineSpecificationException {
        List<Processing> media = new ArrayList<>();
        String audioFx = request.audioFx();
        if (audioFx != null && isEffect(audioFx)) {
            media.add(transcoded(
                    Codec.OPUS, null, presets.expand(EffectText.read("audioFx", audioFx)), Set.of(), settings));
        }
        String videoFx = request.videoFx();
        boolean overlay = request.overlay() || settings.forceOverlay();
        if (!request.audioOnly() && (isEffect(videoFx) || overlay)) {
            List<Element> effects = videoFx != null && isEffect(videoFx)
                    ? presets.expand(EffectText.read("videoFx", videoFx))
                    : List.of();
            Set<Option> options = EnumSet.noneOf(Option.class);
            if (request.gpu()) {
                options.add(Option.GPU);
            }
            if (overlay) {
                options.add(Option.TIME_OVERLAY);
            }
            media.add(transcoded(video, picture(request, constantRate), effects, options, settings));
        }
        return media;
    }

    /** Both media as they come, for the modes that lead them through GStreamer and change nothing. */
    static List<Processing> untouched(JoinRequest request, Codec video, Treatment treatment) {
        List<Processing> media = new ArrayList<>();
        media.add(processing(Codec.OPUS, treatment));
        if (!request.audioOnly()) {
            media.add(processing(video, treatment));
        }
        return media;
    }

    /** Decodes and encodes the participant's video, at constant size and rate, and changes nothing else. */
    static Processing reencoding(JoinRequest request, Codec video, MediaSettings settings) {
        return transcoded(video, picture(request, true), List.of(), Set.of(), settings);
    }

    private static boolean isEffect(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static Picture picture(JoinRequest request, boolean constantRate) {
        JoinRequest.VideoRequest wanted = request.video();
        return new Picture(wanted.width(), wanted.height(), constantRate ? wanted.frameRate() : 0);
    }

    private static Processing transcoded(
            Codec codec,
            @Nullable Picture picture,
            List<Element> effects,
            Set<Option> options,
            MediaSettings settings) {
        BitrateRange bitrate = settings.bitrates().get(codec.kind());
        if (bitrate == null) {
            throw new IllegalStateException("no bitrates for " + codec.kind());
        }
        return processing(codec, new Treatment.Transcoded(picture, effects, bitrate, options));
    }

    private static Processing processing(Codec codec, Treatment treatment) {
        return new Processing(codec, payloadType(codec), codec.clockRate(), treatment);
    }

    /** As offered to every participant; what comes out is given each receiver's own. */
    private static int payloadType(Codec codec) {
        return switch (codec) {
            case OPUS -> 111;
            case H264 -> 125;
            case VP8 -> 96;
        };
    }

    /** Begins to build the pipeline; packets may be pushed at once. */
    static EffectProcessing build(MediaPipelineFactory factory, PipelineSpecification specification, Listener listener)
            throws PipelineSpecificationException {
        return new EffectProcessing(factory, specification, listener);
    }

    /** Stands for effects that could not be built: what they were to change goes nowhere. */
    static EffectProcessing silent(JoinRequest request) {
        return new EffectProcessing(request);
    }

    private EffectProcessing(JoinRequest request) {
        listener = new Listener() {
            @Override
            public void onKeyFrameNeeded() {}

            @Override
            public void onEffectLost(@Nullable MediaKind kind, String reason) {}

            @Override
            public void onStarted() {}

            @Override
            public void onEffectRestarted(MediaKind kind) {}
        };
        pipeline = null;
        started = true;
        if (isEffect(request.audioFx())) {
            outputs.put(MediaKind.AUDIO, new Output(Codec.OPUS));
        }
        if (isEffect(request.videoFx())) {
            outputs.put(MediaKind.VIDEO, new Output(request.video().codec()));
        }
    }

    boolean handles(MediaKind kind) {
        return outputs.containsKey(kind);
    }

    /** While its effect is lost a medium may go by as it comes; it also goes into the pipeline, for when that is back. */
    void passes(MediaKind kind, boolean passes) {
        Output output = outputs.get(kind);
        if (output != null) {
            output.passes = passes;
        }
    }

    boolean passes(MediaKind kind) {
        Output output = outputs.get(kind);
        return output != null && output.passes;
    }

    /** Whether a track can go in: the participant's browser may send another codec than was asked of it. */
    boolean fits(MediaKind kind, Codec codec) {
        Output output = outputs.get(kind);
        return output == null || pipeline == null || output.codec == codec;
    }

    /** Where the participant's own packets go. */
    RtpSink input(MediaKind kind) {
        MediaPipeline into = pipeline;
        return (lent, arrivalNanos) -> {
            if (into != null) {
                into.push(kind, lent.buffer(), lent.offset(), lent.length(), arrivalNanos);
            }
        };
    }

    /** Sends the processed packets there from now on. */
    void deliver(MediaKind kind, RtpSink target) {
        Output output = outputs.get(kind);
        if (output != null) {
            output.target = target;
        }
    }

    void setTargetBitrate(MediaKind kind, Bitrate bitrate) {
        if (pipeline != null) {
            pipeline.setTargetBitrate(kind, bitrate);
        }
    }

    void setExpectedLoss(MediaKind kind, double fraction) {
        if (pipeline != null) {
            pipeline.setExpectedLoss(kind, fraction);
        }
    }

    void requestKeyFrame() {
        if (pipeline != null) {
            pipeline.requestKeyFrame();
        }
    }

    /** Instant of timestamp 0 of what comes out, if that can be told. */
    OptionalLong timeZeroNanos() {
        return pipeline == null ? OptionalLong.empty() : pipeline.timeZeroNanos();
    }

    /** @throws IllegalArgumentException saying what is allowed */
    void control(EffectControl control) {
        if (pipeline == null) {
            throw new IllegalArgumentException("the effect could not be built");
        }
        pipeline.set(control.effectName(), control.property(), control.value(), control.duration());
    }

    @Override
    public void onStarted() {
        started = true;
        listener.onStarted();
    }

    /** Whether what comes in goes out changed; also when it turned out that nothing will. */
    boolean isStarted() {
        return started;
    }

    @Override
    public void onPacket(MediaKind kind, byte[] buffer, int offset, int length) {
        Output output = outputs.get(kind);
        RtpSink target = output == null ? null : output.target;
        if (output != null && target != null && !output.passes && output.packet.wrap(buffer, offset, length)) {
            target.onPacket(output.packet, System.nanoTime());
        }
    }

    @Override
    public void onTiming(MediaKind kind, long rtpTimestamp, long timeNanos) {
        Output output = outputs.get(kind);
        if (output != null) {
            output.timing.note(rtpTimestamp, timeNanos);
        }
    }

    /** When what comes out of a medium was captured; null if it does not come out of here. */
    @Nullable
    PipelineTiming timing(MediaKind kind) {
        Output output = outputs.get(kind);
        return output == null ? null : output.timing;
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
    public void onFailure(String reason) {
        started = true;
        listener.onEffectLost(null, reason);
    }

    @Override
    public void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }
}
