package org.ducksoup.plan.model;

import java.util.ArrayList;
import java.util.List;

/** The words of a chain of effects: what is between spaces, where quotes keep words together. */
final class EffectWords {
    /** Between two effects. */
    static final String NEXT = "!";

    private EffectWords() {}

    /** As they are written, with their quotes. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\' && i + 1 < text.length()) {
                word.append(c).append(text.charAt(++i));
            } else if (quoted || (c != ' ' && c != '!')) {
                quoted ^= c == '"';
                word.append(c);
            } else {
                end(word, words);
                if (c == '!') {
                    words.add(NEXT);
                }
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

    /** A word without the quotes around its value. */
    static String plain(String word) {
        StringBuilder plain = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\' && i + 1 < word.length()) {
                plain.append(word.charAt(++i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
