package org.ducksoup.sfu.effect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.ducksoup.api.effect.EffectCatalogue;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.effect.EffectTexts;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.MediaPipelineFactory;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Effects to which the operator has given names, in {@code etc/org.ducksoup.effects.cfg}. Thread-safe. */
@Component(
        service = {EffectPresets.class, EffectCatalogue.class, EffectTexts.class},
        configurationPid = "org.ducksoup.effects",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class EffectPresets implements EffectCatalogue, EffectTexts {
    private static final Logger LOGGER = LoggerFactory.getLogger(EffectPresets.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");

    private volatile PresetTexts presets = PresetTexts.NONE;
    private volatile @Nullable MediaPipelineFactory factory;

    @Activate
    public EffectPresets(Map<String, Object> configuration) {
        read(configuration);
    }

    /** Reads the presets anew. They count for interactions that begin from now on; nothing restarts. */
    @Modified
    public void read(Map<String, Object> configuration) {
        Map<String, String> texts = new TreeMap<>();
        Map<String, String> unreadable = new TreeMap<>();
        new TreeMap<>(configuration).forEach((name, text) -> {
            // Keys with dots are the container's own.
            if (name.indexOf('.') < 0 && text instanceof String written) {
                try {
                    if (!NAME.matcher(name).matches()) {
                        throw new PipelineSpecificationException(
                                name, name, "a name begins with a letter and has letters, digits, - and _");
                    }
                    List<Element> unused = EffectText.read(name, written.strip());
                    texts.put(name, written.strip());
                } catch (PipelineSpecificationException e) {
                    unreadable.put(name, String.valueOf(e.getMessage()));
                }
            }
        });
        presets = new PresetTexts(texts, unreadable);
        unreadable.keySet().forEach(this::complain);
        report();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, unbind = "removeFactory")
    public void setFactory(MediaPipelineFactory newFactory) {
        factory = newFactory;
        report();
    }

    public void removeFactory(MediaPipelineFactory gone) {
        if (factory == gone) {
            factory = null;
        }
    }

    private void report() {
        presets.texts().keySet().stream()
                .filter(name -> kind(name).problem() != null)
                .forEach(this::complain);
    }

    private void complain(String name) {
        LOGGER.error("{}", PresetTexts.sentence(name, String.valueOf(reason(name))));
    }

    private @Nullable String reason(String name) {
        String unreadable = presets.unreadable().get(name);
        return unreadable == null ? kind(name).problem() : unreadable;
    }

    /**
     * Which kind of media a preset changes, or why it does not work. Both are null while no pipeline factory can be
     * asked.
     */
    private record Judged(
            @Nullable MediaKind kind, @Nullable String problem) {}

    private Judged kind(String name) {
        MediaPipelineFactory asked = factory;
        if (asked == null) {
            return new Judged(null, null);
        }
        String problem = null;
        for (Codec codec : List.of(Codec.OPUS, Codec.VP8)) {
            try {
                asked.check(new PipelineSpecification(
                        name,
                        1200,
                        List.of(trial(codec, current().expand(List.of(new Element(name, null, Map.of())))))));
                return new Judged(codec.kind(), null);
            } catch (PipelineSpecificationException e) {
                // An effect on sound is none on pictures. That says less than what the other kind of media says.
                boolean tells = problem == null || e.problem() != PipelineSpecificationException.Problem.OTHER_KIND;
                problem = tells ? e.key() + " " + e.value() + ": " + e.getMessage() : problem;
            }
        }
        return new Judged(null, problem);
    }

    private static Processing trial(Codec codec, List<Element> effects) {
        Picture picture = codec.kind() == MediaKind.AUDIO ? null : new Picture(640, 480, 30);
        Bitrate rate = new Bitrate(48_000);
        return new Processing(
                codec,
                96,
                codec.clockRate(),
                new Treatment.Transcoded(picture, effects, new BitrateRange(rate, rate, rate), java.util.Set.of()));
    }

    /** The presets as they are now. Later edits of the configuration do not change them. */
    public PresetTexts current() {
        return presets;
    }

    @Override
    public List<EffectDescription> effects() {
        List<EffectDescription> effects = new ArrayList<>();
        presets.texts().forEach((name, text) -> {
            Judged judged = kind(name);
            if (judged.problem() == null) {
                effects.add(new EffectDescription(
                        name,
                        EffectDescription.Origin.PRESET,
                        judged.kind(),
                        name,
                        text,
                        "etc/org.ducksoup.effects.cfg",
                        List.of()));
            }
        });
        return effects;
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        PresetTexts now = presets;
        now.unreadable().forEach((name, reason) -> problems.add(PresetTexts.sentence(name, reason)));
        now.texts().keySet().forEach(name -> {
            String problem = kind(name).problem();
            if (problem != null) {
                problems.add(PresetTexts.sentence(name, problem));
            }
        });
        return problems;
    }

    @Override
    public List<Element> read(MediaKind kind, String text) throws PipelineSpecificationException {
        boolean isAudio = kind == MediaKind.AUDIO;
        List<Element> elements = current().expand(EffectText.read(isAudio ? "audioFx" : "videoFx", text));
        MediaPipelineFactory asked = factory;
        if (asked != null) {
            asked.check(new PipelineSpecification(
                    "check", 1200, List.of(trial(isAudio ? Codec.OPUS : Codec.VP8, elements))));
        }
        return elements;
    }
}
