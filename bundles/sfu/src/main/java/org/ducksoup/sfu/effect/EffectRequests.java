package org.ducksoup.sfu.effect;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.sfu.media.RecordingMode;
import org.jspecify.annotations.Nullable;

/** Turns what a join asks to be done to its media into specifications of pipelines. */
public final class EffectRequests {
    private final RecordingMode mode;
    private final EffectSettings settings;
    private final PresetTexts presets;
    private final Predicate<JoinRequest> listened;

    /**
     * @param mode of the interaction
     * @param presets as they were when the interaction began
     * @param listened whose voice somebody may have to listen to in front of its effect
     */
    public EffectRequests(
            RecordingMode mode, EffectSettings settings, PresetTexts presets, Predicate<JoinRequest> listened) {
        this.mode = mode;
        this.settings = settings;
        this.presets = presets;
        this.listened = listened;
    }

    /** Whether an option of a page asks for an effect. */
    static boolean isEffect(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    /** Whether a page asks for an effect on any medium. */
    public static boolean asksForEffect(JoinRequest request) {
        return isEffect(request.audioFx()) || isEffect(request.videoFx());
    }

    /**
     * The media of a participant that go through a pipeline, checked as far as this can be done without building it.
     *
     * @param video codec of the participant's video
     * @return empty if nothing is to be changed
     */
    List<Processing> requested(JoinRequest request, Codec video) throws PipelineSpecificationException {
        Treatment untouched = mode.untouched();
        if (untouched != null) {
            return untouched(request, video, untouched);
        }
        return mode.has(RecordingMode.Feature.EFFECTS) ? effects(request, video) : List.of();
    }

    /** Both media as they come, for the modes that lead them through a pipeline and change nothing. */
    private static List<Processing> untouched(JoinRequest request, Codec video, Treatment treatment) {
        List<Processing> media = new ArrayList<>();
        media.add(processing(Codec.OPUS, treatment));
        if (!request.audioOnly()) {
            media.add(processing(video, treatment));
        }
        return media;
    }

    private List<Processing> effects(JoinRequest request, Codec video) throws PipelineSpecificationException {
        List<Processing> media = new ArrayList<>();
        List<Element> audioEffects = read("audioFx", request.audioFx());
        if (!audioEffects.isEmpty()) {
            Set<Option> options = listened.test(request) ? Set.of(Option.AUDIO_LEVELS) : Set.of();
            media.add(transcoded(Codec.OPUS, null, audioEffects, options));
        }
        if (!request.audioOnly()) {
            List<Element> videoEffects = read("videoFx", request.videoFx());
            Set<Option> options = options(request);
            if (!videoEffects.isEmpty() || options.contains(Option.TIME_OVERLAY)) {
                boolean constantRate = mode.has(RecordingMode.Feature.CONSTANT_RATE);
                media.add(transcoded(video, picture(request, constantRate), videoEffects, options));
            }
        }
        return media;
    }

    private List<Element> read(String option, @Nullable String text) throws PipelineSpecificationException {
        return text != null && isEffect(text) ? presets.expand(EffectText.read(option, text)) : List.of();
    }

    private Set<Option> options(JoinRequest request) {
        Set<Option> options = EnumSet.noneOf(Option.class);
        if (request.gpu()) {
            options.add(Option.GPU);
        }
        if (request.overlay() || settings.forceOverlay()) {
            options.add(Option.TIME_OVERLAY);
        }
        return options;
    }

    /**
     * A pipeline that decodes and encodes the participant's video, at constant size and rate, and changes nothing
     * else.
     */
    public PipelineSpecification reencoding(JoinRequest request, Codec video) {
        Processing medium = transcoded(video, picture(request, true), List.of(), Set.of());
        return new PipelineSpecification(name(request) + "/reenc", settings.maxPacketSize(), List.of(medium));
    }

    PipelineSpecification specification(JoinRequest request, List<Processing> media) {
        return new PipelineSpecification(name(request), settings.maxPacketSize(), media);
    }

    private static String name(JoinRequest request) {
        return request.key().label(request.userId());
    }

    private static Picture picture(JoinRequest request, boolean constantRate) {
        JoinRequest.VideoRequest wanted = request.video();
        return new Picture(wanted.width(), wanted.height(), constantRate ? wanted.frameRate() : 0);
    }

    private Processing transcoded(Codec codec, @Nullable Picture picture, List<Element> effects, Set<Option> options) {
        BitrateRange bitrate = settings.bitrates().get(codec.kind());
        if (bitrate == null) {
            throw new IllegalStateException("no bitrates for " + codec.kind());
        }
        return processing(codec, new Treatment.Transcoded(picture, effects, bitrate, options));
    }

    private static Processing processing(Codec codec, Treatment treatment) {
        return new Processing(codec, payloadType(codec), codec.clockRate(), treatment);
    }

    /** As offered to every participant. Packets that come out get each receiver's own. */
    private static int payloadType(Codec codec) {
        return switch (codec) {
            case OPUS -> 111;
            case H264 -> 125;
            case VP8 -> 96;
        };
    }
}
