package org.ducksoup.signaling.json;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/** Rules for texts that clients send. */
public final class WireText {
    /** Longest name in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 200;

    static final String NAME_RULE = "text of 1 to " + MAX_NAME_BYTES + " bytes in UTF-8 without control characters";

    /**
     * Normalising shortens a text to a third at most in practice. Longer texts are refused without being normalised.
     */
    private static final int MAX_CHARS_TO_NORMALISE = 4 * MAX_NAME_BYTES;

    private static final int SHOWN_CHARS = 60;

    private WireText() {}

    /** Returns a name in Unicode NFC, or empty if the text is no valid name. */
    public static Optional<String> name(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARS_TO_NORMALISE || !isPlain(text)) {
            return Optional.empty();
        }
        String normalised = Normalizer.normalize(text, Normalizer.Form.NFC);
        return utf8Length(normalised) <= MAX_NAME_BYTES ? Optional.of(normalised) : Optional.empty();
    }

    /** Whether the text has neither control characters nor unpaired surrogates. */
    public static boolean isPlain(String text) {
        return text.chars().noneMatch(Character::isISOControl) && isComplete(text);
    }

    /** As above, but line ends and tabs are allowed. */
    public static boolean isPlainLines(String text) {
        return isPlain(text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' '));
    }

    /** Two different texts with unpaired surrogates could become the same bytes of UTF-8. */
    static boolean isComplete(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    public static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Shortens a text for people and logs: at most 60 characters, without anything that moves a terminal's cursor. */
    public static String shown(String text) {
        return cut(text, SHOWN_CHARS);
    }

    /** The first characters of a text, without anything that moves a terminal's cursor. */
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
