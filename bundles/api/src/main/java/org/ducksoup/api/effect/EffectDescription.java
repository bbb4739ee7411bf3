package org.ducksoup.api.effect;

import java.math.BigDecimal;
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
     * What can be set. Effects of labs make theirs by {@link #live}, {@link #number} and {@link #choice}.
     *
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

        /** A number that can be changed during the call, too. */
        public static Property live(String name, double min, double max, double initial, String description) {
            return new Property(name, Type.DOUBLE, text(min), text(max), text(initial), List.of(), true, description);
        }

        /** A number that stays as it was when the participant joined. */
        public static Property number(String name, double min, double max, double initial, String description) {
            return new Property(name, Type.DOUBLE, text(min), text(max), text(initial), List.of(), false, description);
        }

        /** One of some words, which stays as it was when the participant joined. */
        public static Property choice(String name, List<String> choices, String initial, String description) {
            return new Property(name, Type.ENUM, null, null, initial, choices, false, description);
        }

        private static String text(double number) {
            return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        }

        /** @throws IllegalArgumentException with a sentence, if the text is none of the values */
        void check(String value) {
            if (type == Type.ENUM && !choices.contains(value)) {
                throw new IllegalArgumentException(
                        name + " = " + value + ": it must be one of " + String.join(", ", choices) + ".");
            }
            if (type == Type.DOUBLE) {
                try {
                    check(Double.parseDouble(value));
                } catch (NumberFormatException e) {
                    throw outside(value);
                }
            }
        }

        /** @throws IllegalArgumentException with a sentence, if the number is none of the values */
        void check(double value) {
            boolean isWithin = (min == null || value >= Double.parseDouble(min))
                    && (max == null || value <= Double.parseDouble(max));
            if (!isWithin || !Double.isFinite(value)) {
                throw outside(Double.isFinite(value) ? text(value) : Double.toString(value));
            }
        }

        private IllegalArgumentException outside(String value) {
            return new IllegalArgumentException(
                    name + " = " + value + ": it must be a number from " + min + " to " + max + ".");
        }
    }
}
