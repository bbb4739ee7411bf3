package org.ducksoup.api.effect;

import java.util.List;
import java.util.Locale;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * One effect, for users who choose one.
 *
 * @param name first word of {@code audioFx} or {@code videoFx}
 * @param origin who made it
 * @param kind what it changes; null if only its maker knows
 * @param title a few words
 * @param description a sentence, or what a preset stands for
 * @param plugin where it comes from: a GStreamer plug-in, a bundle, a file of the configuration
 * @param properties what can be set
 */
public record EffectDescription(
        String name,
        Origin origin,
        @Nullable MediaKind kind,
        String title,
        String description,
        String plugin,
        List<Property> properties) {
    public EffectDescription {
        properties = List.copyOf(properties);
    }

    /** Who made an effect. */
    public enum Origin {
        ELEMENT,
        PRESET,
        LAB;

        /** The spelling in the catalogue of effects. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What values of a property look like. */
    public enum Type {
        FLOAT,
        DOUBLE,
        INT,
        INT64,
        UINT64,
        BOOLEAN,
        ENUM,
        FLAGS,
        STRING;

        /** The spelling in the catalogue of effects. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param min lowest value, or null
     * @param max highest value, or null
     * @param initial the value that applies until another one is set, or null if it is not known
     * @param choices what can be written for an enum or for flags; empty for others
     * @param live whether it can be changed while media flows
     */
    public record Property(
            String name,
            Type type,
            @Nullable String min,
            @Nullable String max,
            @Nullable String initial,
            List<String> choices,
            boolean live,
            String description) {
        public Property {
            choices = List.copyOf(choices);
        }
    }
}
