package org.ducksoup.api.effect;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ducksoup.api.effect.EffectDescription.Property;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * What an effect of a lab says of itself. Pages and lists of effects show it, and the server refuses what does not fit it,
 * when somebody joins and during the call, before the effect is asked.
 *
 * @param kind what the effect changes; null for voices and pictures
 * @param description a sentence for those who choose an effect
 * @param properties all that can be set
 */
public record EffectProfile(@Nullable MediaKind kind, String description, List<Property> properties) {
    /** @throws IllegalArgumentException if two properties have one name */
    public EffectProfile {
        properties = List.copyOf(properties);
        Set<String> names = new HashSet<>();
        for (Property property : properties) {
            if (!names.add(property.name())) {
                throw new IllegalArgumentException("two properties have the name " + property.name());
            }
        }
    }

    /** Whether the effect changes media of this format. */
    public boolean changes(RawFormat format) {
        return kind == null || (kind == MediaKind.AUDIO) == (format instanceof RawFormat.Audio);
    }

    /**
     * Checks what a page wrote after the effect's name.
     *
     * @throws IllegalArgumentException with a sentence for the page
     */
    public void check(EffectRequest request) {
        if (!changes(request.format())) {
            throw new IllegalArgumentException(
                    kind == MediaKind.AUDIO
                            ? "This effect changes voices: use it in audioFx."
                            : "This effect changes pictures: use it in videoFx.");
        }
        for (Map.Entry<String, String> setting : request.settings().entrySet()) {
            property(setting.getKey()).check(setting.getValue());
        }
    }

    /**
     * Checks a value that is set while media flows.
     *
     * @throws IllegalArgumentException with a sentence for the page
     */
    public void checkLive(String name, double value) {
        Property property = property(name);
        if (!property.live()) {
            throw new IllegalArgumentException(name + " cannot be set while media flows.");
        }
        property.check(value);
    }

    private Property property(String name) {
        return properties.stream()
                .filter(property -> property.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no property " + name + "; there is "
                        + (properties.isEmpty()
                                ? "none"
                                : properties.stream().map(Property::name).collect(Collectors.joining(", ")))
                        + "."));
    }
}
