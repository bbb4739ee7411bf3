package org.ducksoup.plan.text;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A single value. Its kind is decided by the reader that knows what it should be, and never guessed: YAML's own rules make
 * {@code no} a truth value and {@code 1:30} the number 90.
 *
 * @param isQuoted whether it is written in quotes, and so is a text in any case
 */
public record Scalar(Place place, String path, String text, boolean isQuoted) implements Item {
    /** What JSON calls a number; exponents of up to two digits. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d{1,17})?([eE][+-]?\\d{1,2})?");

    public Optional<BigDecimal> number() {
        return !isQuoted && NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    public Optional<Boolean> flag() {
        return !isQuoted && (text.equals("true") || text.equals("false"))
                ? Optional.of(text.equals("true"))
                : Optional.empty();
    }

    /** Whether nothing is written. */
    public boolean isEmpty() {
        return !isQuoted && (text.isEmpty() || text.equals("null") || text.equals("~"));
    }
}
