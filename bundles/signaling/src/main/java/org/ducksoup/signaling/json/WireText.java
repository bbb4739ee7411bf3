package org.ducksoup.signaling.json;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/** What a text from a client has to be like. */
public final class WireText {
    /** Longest name in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 200;

    static final String NAME_RULE = "text of 1 to " + MAX_NAME_BYTES + " bytes in UTF-8 without control characters";

    /** Normalising can shorten a text, to a third at most in practice; longer ones are not even tried. */
    private static final int MAX_CHARS_TO_NORMALISE = 4 * MAX_NAME_BYTES;

    private static final int SHOWN_CHARS = 60;

    private WireText() {}

    /** A name in its one spelling (Unicode NFC), or empty when it is not one. */
    public static Optional<String> name(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARS_TO_NORMALISE || !isPlain(text)) {
            return Optional.empty();
        }
        String normalised = Normalizer.normalize(text, Normalizer.Form.NFC);
        return utf8Length(normalised) <= MAX_NAME_BYTES ? Optional.of(normalised) : Optional.empty();
    }

    /** Neither control characters nor halves of characters. */
    static boolean isPlain(String text) {
        return text.chars().noneMatch(Character::isISOControl) && isComplete(text);
    }

    /** The same, with line ends and tabs allowed. */
    public static boolean isPlainLines(String text) {
        return isPlain(text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' '));
    }

    /** Two different texts with halves of characters in them would be the same in UTF-8. */
    static boolean isComplete(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** For people and logs: at most 60 characters, nothing that moves a terminal's cursor. */
    public static String shown(String text) {
        return cut(text, SHOWN_CHARS);
    }

    /** The first characters of a text, nothing in them that moves a terminal's cursor. */
    public static String cut(String text, int maxChars) {
        StringBuilder safe = new StringBuilder();
        int end = Math.min(text.length(), maxChars);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            safe.append(Character.isISOControl(c) || (Character.isSurrogate(c) && !isPair(text, i, end)) ? '?' : c);
        }
        return end < text.length() ? safe.append('…').toString() : safe.toString();
    }

    private static boolean isPair(String text, int i, int end) {
        return (i + 1 < end && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1)))
                || (i > 0 && Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i)));
    }
}
