package org.ducksoup.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.pipeline.ProcessingVersions;
import org.ducksoup.shell.AvailableEffects;
import org.jspecify.annotations.Nullable;

/** GStreamer, its plug-ins, codecs, effects and pipeline texts. */
final class MediaExamination implements Examination {
    private final @Nullable ProcessingVersions versions;
    private final AvailableEffects effects;

    /** @param versions null if the bundle of GStreamer is not active */
    MediaExamination(@Nullable ProcessingVersions versions, AvailableEffects effects) {
        this.versions = versions;
        this.effects = effects;
    }

    @Override
    public String area() {
        return "media";
    }

    @Override
    public List<Diagnosis> examine() {
        if (versions == null) {
            return List.of(
                    Diagnosis.error(
                            area(),
                            "GStreamer is not loaded.",
                            "Install GStreamer 1.20 or later with its good, bad and ugly plug-ins; log:display says what failed."));
        }
        Map<String, String> known = versions.versions();
        Map.Entry<String, String> framework = known.entrySet().iterator().next();
        List<Diagnosis> found = new ArrayList<>();
        found.add(Diagnosis.ok(
                area(),
                framework.getKey() + " " + framework.getValue() + " with " + (known.size() - 1) + " plug-ins and "
                        + effects.all().stream()
                                .map(EffectDescription::name)
                                .distinct()
                                .count() + " effects."));
        for (String problem : effects.problems()) {
            found.add(Diagnosis.warning(
                    area(),
                    problem,
                    "Install the missing package, or correct the text. Whoever asks for a codec or an effect that does not"
                            + " work is refused."));
        }
        return found;
    }
}
