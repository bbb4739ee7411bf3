package org.ducksoup.plan.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An effect of a chain that has a name. This looks for names and values only. Whether the text is an effect, and can be used
 * here, is for those to say who build it.
 *
 * @param name the {@code name=}
 * @param element the first word
 * @param values in the text, by property
 */
public record EffectOutline(String name, String element, Map<String, String> values) {
    public EffectOutline {
        values = Map.copyOf(values);
    }

    static List<EffectOutline> of(@Nullable String text) {
        return all(text).stream().filter(outline -> !outline.name().isEmpty()).toList();
    }

    /** The first words of the effects that have no name. */
    static List<String> unnamed(@Nullable String text) {
        return all(text).stream()
                .filter(outline ->
                        outline.name().isEmpty() && !outline.element().isEmpty())
                .map(EffectOutline::element)
                .toList();
    }

    /** Those without a name too; their name is empty. */
    private static List<EffectOutline> all(@Nullable String text) {
        List<EffectOutline> outlines = new ArrayList<>();
        String element = "";
        Map<String, String> values = new LinkedHashMap<>();
        List<String> words = EffectWords.of(text == null ? "" : text);
        words.add(EffectWords.NEXT);
        for (String written : words) {
            String word = EffectWords.plain(written);
            int equals = word.indexOf('=');
            if (word.equals(EffectWords.NEXT)) {
                String name = values.remove("name");
                outlines.add(new EffectOutline(name == null ? "" : name, element, values));
                values.clear();
                element = "";
            } else if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (element.isEmpty()) {
                element = word;
            }
        }
        return outlines;
    }
}
