package org.ducksoup.stats.log;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Named values, in the order they are added. A null value is left out. */
public final class LogProperties {
    private static final int USUAL = 12;

    /** Names and values in turn: each second some hundred of these objects are made, and a map would be several times as large. */
    private Object[] pairs = new Object[2 * USUAL];

    private int length;

    /** Replaces an earlier value of the same name. */
    public LogProperties with(String key, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        for (int i = 0; i < length; i += 2) {
            if (pairs[i].equals(key)) {
                pairs[i + 1] = value;
                return this;
            }
        }
        if (length == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * length);
        }
        pairs[length++] = key;
        pairs[length++] = value;
        return this;
    }

    void forEach(BiConsumer<String, Object> consumer) {
        for (int i = 0; i < length; i += 2) {
            consumer.accept((String) pairs[i], pairs[i + 1]);
        }
    }

    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        forEach(map::put);
        return Collections.unmodifiableMap(map);
    }
}
