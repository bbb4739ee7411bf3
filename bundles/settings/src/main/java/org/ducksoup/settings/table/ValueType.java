package org.ducksoup.settings.table;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The type of a setting, and the values it allows.
 *
 * @param allowed what is allowed; follows "it must be" in a sentence
 * @param absent the value that components get when the setting is not set and has no default: an empty text or list
 * @param range the range of a number that components get; null where the value is no number
 * @param parser from trimmed, non-empty text to Boolean, Integer, String or String[]; null when the text is not
 *     allowed
 */
public record ValueType(
        String allowed, Object absent, @Nullable Range range, Function<String, @Nullable Object> parser) {

    /** Both ends are allowed. */
    public record Range(int min, int max) {}

    ValueType(String allowed, Object absent, Function<String, @Nullable Object> parser) {
        this(allowed, absent, null, parser);
    }

    @Nullable
    Object parse(String text) {
        return parser.apply(text);
    }
}
