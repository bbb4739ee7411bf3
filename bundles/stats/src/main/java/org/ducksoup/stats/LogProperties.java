package org.ducksoup.stats;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named values in the order they are added. What is null is not there. */
final class LogProperties {
    private final Map<String, Object> values = new LinkedHashMap<>();

    LogProperties with(String key, @Nullable Object value) {
        if (value != null) {
            values.put(key, value);
        }
        return this;
    }

    Map<String, Object> asMap() {
        return Collections.unmodifiableMap(values);
    }
}
