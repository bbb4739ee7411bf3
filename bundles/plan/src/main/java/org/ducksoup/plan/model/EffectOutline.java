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
        List<String> words = words(text == null ? "" : text);
        words.add("!");
        for (String word : words) {
            int equals = word.indexOf('=');
            if (word.equals("!")) {
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

    /** What is between spaces, without the quotes around values. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (!quoted && (c == ' ' || c == '!')) {
                end(word, words);
                if (c == '!') {
                    words.add("!");
                }
            } else {
                word.append(c);
            }
        }
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (word.length() > 0) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
