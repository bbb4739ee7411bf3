package org.ducksoup.plan.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as plans write them: seconds, or minutes and seconds. */
public final class TimeText {
    /** For sentences about what is allowed. */
    public static final String FORM = "seconds, or minutes and seconds such as 1:30, to the millisecond";

    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{1,3})?");
    private static final Pattern CLOCK = Pattern.compile("(?:(\\d{1,2}):)?(\\d{1,4}):([0-5]\\d(?:\\.\\d{1,3})?)");

    private TimeText() {}

    public static Optional<Duration> parse(String text) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(seconds(text));
        }
        Matcher clock = CLOCK.matcher(text);
        if (!clock.matches()) {
            return Optional.empty();
        }
        long minutes = Long.parseLong(clock.group(2));
        long hours = clock.group(1) == null ? 0 : Long.parseLong(clock.group(1));
        return Optional.of(seconds(clock.group(3)).plusMinutes(minutes).plusHours(hours));
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact());
    }

    /** As the timetable shows it: {@code 1:30.000}. */
    public static String shown(Duration time) {
        long millis = time.toMillis();
        return String.format(Locale.ROOT, "%d:%02d.%03d", millis / 60_000, millis / 1000 % 60, millis % 1000);
    }

    /** A span, short: {@code 1.5 s}. */
    public static String span(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
