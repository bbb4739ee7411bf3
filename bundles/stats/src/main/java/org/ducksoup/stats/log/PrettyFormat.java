package org.ducksoup.stats.log;

import java.util.Locale;

/** For developers: time, level, context, message, and {@code key=value}. */
final class PrettyFormat implements LineFormat {
    private final LogTime time;

    PrettyFormat(LogTime time) {
        this.time = time;
    }

    @Override
    public String line(LogEntry entry) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %-5s %-11s %s",
                time.text(entry.at()),
                entry.level().word(),
                entry.context(),
                harmless(entry.message())));
        entry.properties()
                .asMap()
                .forEach(
                        (key, value) -> line.append(' ').append(key).append('=').append(text(value)));
        return line.toString();
    }

    private static String text(Object value) {
        boolean bare = value instanceof String text
                ? !text.isEmpty() && text.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '=')
                : !(value instanceof Iterable) && !(value instanceof java.util.Map);
        return harmless(bare ? value.toString() : JsonFormat.text(value));
    }

    /**
     * Text of clients must not move the terminal's cursor. JSON escapes most control characters, but not 0x7F to 0x9F.
     */
    private static String harmless(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.chars()
                .forEach(c -> safe.append(
                        Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", c) : (Object) (char) c));
        return safe.toString();
    }
}
