package org.ducksoup.settings.table;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a setting may be.
 *
 * @param allowed what is allowed, to follow "it must be"
 * @param absent what components get when nobody has set it and there is no default: an empty text or list
 * @param parser from trimmed, non-empty text to Boolean, Integer, String or String[]; null when it is not allowed
 */
record ValueType(String allowed, Object absent, Function<String, @Nullable Object> parser) {

    @Nullable
    Object parse(String text) {
        return parser.apply(text);
    }
}
