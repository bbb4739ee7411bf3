package org.ducksoup.settings.table;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a setting may be.
 *
 * @param allowed what is allowed, to follow "it must be"
 * @param absent what components get when nobody has set it and there is no default: an empty text or list
 * @param range of a number that components get; null where the value is no number
 * @param parser from trimmed, non-empty text to Boolean, Integer, String or String[]; null when it is not allowed
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
