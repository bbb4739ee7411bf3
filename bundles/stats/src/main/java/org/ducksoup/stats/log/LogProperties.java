package org.ducksoup.stats.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named values, in the order they are added. A null value is left out. */
public final class LogProperties {
    private final Map<String, Object> values = new LinkedHashMap<>();

    public LogProperties with(String key, @Nullable Object value) {
        if (value != null) {
            values.put(key, value);
        }
        return this;
    }

    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(values);
    }
}
