package org.ducksoup.shell.study;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values as the console prints them. */
public final class Printed {
    private Printed() {}

    /** Text of a page. Control characters could move the cursor, or worse: they become question marks. */
    public static String text(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A number of seconds in a document, as {@link #time}. */
    public static String seconds(@Nullable Object seconds) {
        return time(Duration.ofMillis(seconds instanceof Number number ? Math.round(number.doubleValue() * 1000) : 0));
    }

    /** {@code 1 file}, {@code 2 files}. */
    public static String counted(@Nullable Object count, String noun) {
        return count + " " + noun + (count instanceof Number number && number.longValue() == 1 ? "" : "s");
    }

    /** {@code 2026-11-29 09:36:25}, in UTC. */
    public static String date(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", "");
    }

    /** {@code 4:05}, or {@code 1:04:05}. */
    public static String time(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1000.0);
        return seconds < 3600
                ? String.format("%d:%02d", seconds / 60, seconds % 60)
                : String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
