package org.ducksoup.plan.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.pipeline.PropertyValue;

/**
 * The text of a chain of effects with the values that its properties have from the beginning. An effect begins before the
 * conversation does, so a value that is set afterwards would come too late: a sham would begin with the values of its condition.
 */
final class BeginningText {
    private BeginningText() {}

    /** @param values by {@code effect.property}; those of effects that are not in this text are left out */
    static String of(String text, Map<String, PropertyValue> values) {
        if (values.isEmpty()) {
            return text;
        }
        List<String> effects = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String word : EffectWords.of(text)) {
            if (word.equals(EffectWords.NEXT)) {
                effects.add(effect(words, values));
                words.clear();
            } else {
                words.add(word);
            }
        }
        effects.add(effect(words, values));
        return String.join(" " + EffectWords.NEXT + " ", effects);
    }

    private static String effect(List<String> words, Map<String, PropertyValue> values) {
        String text = String.join(" ", words);
        Map<String, String> changed = new LinkedHashMap<>();
        for (EffectOutline outline : EffectOutline.of(text)) {
            values.forEach((key, value) -> {
                if (key.startsWith(outline.name() + ".")) {
                    changed.put(key.substring(outline.name().length() + 1), written(value));
                }
            });
        }
        List<String> result = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String value = equals > 0 ? changed.remove(word.substring(0, equals)) : null;
            result.add(value == null ? word : word.substring(0, equals + 1) + value);
        }
        changed.forEach((property, value) -> result.add(property + "=" + value));
        return String.join(" ", result);
    }

    private static String written(PropertyValue value) {
        if (value instanceof PropertyValue.DoubleValue number) {
            // A whole number suits properties of each type.
            boolean isWhole = number.value() == Math.rint(number.value()) && Math.abs(number.value()) < 1e15;
            return isWhole ? Long.toString((long) number.value()) : Double.toString(number.value());
        }
        String plain = value.plain().toString();
        return plain.matches("[\\w.+-]+")
                ? plain
                : '"' + plain.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
