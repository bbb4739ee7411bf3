package org.ducksoup.stats.log;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/** {@code yyyyMMdd-HHmmss.SSS}, in local time. Digit by digit: a formatter makes twenty objects for each line. */
public final class LogTime {
    private final ZoneRules rules;

    public LogTime(ZoneId zone) {
        rules = zone.getRules();
    }

    String text(Instant at) {
        StringBuilder text = new StringBuilder(19);
        append(text, at);
        return text.toString();
    }

    void append(StringBuilder text, Instant at) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), rules.getOffset(at));
        digits(text, local.getYear(), 4);
        digits(text, local.getMonthValue(), 2);
        digits(text, local.getDayOfMonth(), 2);
        text.append('-');
        digits(text, local.getHour(), 2);
        digits(text, local.getMinute(), 2);
        digits(text, local.getSecond(), 2);
        text.append('.');
        digits(text, local.getNano() / 1_000_000, 3);
    }

    private static void digits(StringBuilder text, int number, int count) {
        int unit = 1;
        for (int i = 1; i < count; i++) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            text.append((char) ('0' + number / unit % 10));
        }
    }
}
