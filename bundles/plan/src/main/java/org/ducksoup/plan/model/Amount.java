package org.ducksoup.plan.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.pipeline.PropertyValue;
import org.jspecify.annotations.Nullable;

/** A value that may depend on the condition, and on chance. Times are seconds. */
public sealed interface Amount {
    record Fixed(PropertyValue value) implements Amount {}

    /** Any number between two others, all of them alike. */
    record Uniform(double min, double max) implements Amount {}

    /** One of several, drawn anew each time. */
    record Choice(List<PropertyValue> values) implements Amount {
        public Choice {
            values = List.copyOf(values);
        }
    }

    /**
     * One of an order's values, which are shuffled once for an interaction.
     *
     * @param place from 1; null for the number of the repetition
     */
    record Ordered(String order, @Nullable Integer place) implements Amount {}

    /** One for each condition. */
    record ByCondition(Map<String, Amount> amounts) implements Amount {
        public ByCondition {
            amounts = Map.copyOf(new LinkedHashMap<>(amounts));
        }
    }
}
