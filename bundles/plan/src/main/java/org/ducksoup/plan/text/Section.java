package org.ducksoup.plan.text;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys with values, in the order of the text. */
public record Section(Place place, String path, Map<String, Item> entries, Map<String, Place> keys) implements Item {
    public Section {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        keys = Map.copyOf(keys);
    }

    @Override
    public String text() {
        return "{…}";
    }

    /** The path of a key of this section. */
    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The value of a key; null if the key is not there, or has nothing behind it. */
    public @Nullable Item get(String key) {
        Item item = entries.get(key);
        return item instanceof Scalar scalar && scalar.isEmpty() ? null : item;
    }

    public boolean has(String key) {
        return get(key) != null;
    }

    /** Every key must be one of these. */
    public void allow(Collection<String> allowed, Problems problems) {
        keys.forEach((key, there) -> {
            if (!allowed.contains(key)) {
                Item item = entries.get(key);
                problems.add(
                        there,
                        path(key),
                        item == null ? "" : item.text(),
                        "is no key of this section",
                        "allowed are " + String.join(", ", allowed),
                        Spelling.remedy(key, allowed));
            }
        });
    }
}
