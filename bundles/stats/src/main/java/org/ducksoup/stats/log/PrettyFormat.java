package org.ducksoup.stats.log;

import java.util.Locale;

/** For developers: time, level, context, message, and {@code key=value}. */
final class PrettyFormat implements LineFormat {
    private static final int LEVEL_WIDTH = 5;
    private static final int CONTEXT_WIDTH = 11;

    private final LogTime time;

    PrettyFormat(LogTime time) {
        this.time = time;
    }

    @Override
    public String line(LogEntry entry) {
        StringBuilder line = new StringBuilder(256);
        line.append(time.text(entry.at())).append(' ');
        padded(line, entry.level().word(), LEVEL_WIDTH);
        padded(line, entry.context(), CONTEXT_WIDTH);
        harmless(line, entry.message());
        entry.properties().forEach((key, value) -> {
            line.append(' ').append(key).append('=');
            harmless(line, text(value));
        });
        return line.toString();
    }

    private static void padded(StringBuilder line, String word, int width) {
        line.append(word).append(" ".repeat(Math.max(0, width - word.length()) + 1));
    }

    private static String text(Object value) {
        boolean bare = value instanceof String text
                ? isBare(text)
                : !(value instanceof Iterable) && !(value instanceof java.util.Map);
        return bare ? value.toString() : JsonFormat.text(value);
    }

    private static boolean isBare(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '"' || c == '=') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * Text of clients must not move the terminal's cursor. JSON escapes most control characters, but not 0x7F to 0x9F.
     */
    private static void harmless(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
