package org.ducksoup.stats.report;

import java.util.Locale;

/** Pieces of a report's text. */
final class Html {
    private Html() {}

    /** Escapes text for elements and for attributes in double quotes. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            }
        });
        return safe.toString();
    }

    /** Minutes and seconds since the start. */
    static String clock(long millis) {
        long seconds = Math.abs(Math.floorDiv(millis, 1000));
        return String.format(Locale.ROOT, "%s%d:%02d", millis < 0 ? "−" : "", seconds / 60, seconds % 60);
    }
}
