package org.ducksoup.gstreamer.catalogue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.gstreamer.element.Domain;
import org.ducksoup.gstreamer.element.Domain.Option;

/**
 * The values to which a page may set one property.
 *
 * @param live whether it may be set while media flows, provided that GStreamer allows it
 * @param reason a sentence that says why fewer values are allowed than GStreamer takes; empty if all are allowed, or if
 *     the reason is obvious
 */
record Bounds(Range range, boolean live, String reason) {
    private static final Pattern LINE =
            Pattern.compile("(?<range>.*?)(?<start>, at the start)?(?:\\. (?<reason>.*))?", Pattern.DOTALL);
    private static final Pattern NUMBERS = Pattern.compile("(-?[0-9.]+)(?: to (-?[0-9.]+))?");

    sealed interface Range {
        /** All values that GStreamer takes. */
        record Any() implements Range {}

        record Refused() implements Range {}

        /** A range of numbers, both ends allowed. */
        record Between(BigDecimal min, BigDecimal max) implements Range {}

        /** The words that can be written. */
        record OneOf(List<String> nicks) implements Range {}
    }

    /**
     * Reads {@code 1 to 100}, {@code 1}, {@code clip|none}, {@code any} or {@code refused}, and the words that follow.
     */
    static Bounds of(String text) {
        Matcher line = LINE.matcher(text.strip());
        if (!line.matches()) {
            throw new IllegalArgumentException(text);
        }
        String reason = line.group("reason");
        return new Bounds(range(line.group("range")), line.group("start") == null, reason == null ? "" : reason);
    }

    private static Range range(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        if (text.equals("any")) {
            return new Range.Any();
        } else if (text.equals("refused")) {
            return new Range.Refused();
        } else if (numbers.matches()) {
            BigDecimal min = new BigDecimal(numbers.group(1));
            return new Range.Between(min, numbers.group(2) == null ? min : new BigDecimal(numbers.group(2)));
        }
        return new Range.OneOf(List.of(text.split("\\|")));
    }

    /**
     * The values of a property that are within the bounds. Empty if no value is, or if the bounds are for another type.
     */
    Optional<Domain> within(Domain domain) {
        if (range instanceof Range.Any) {
            return Optional.of(domain);
        } else if (range instanceof Range.Between between) {
            return within(domain, between);
        } else if (range instanceof Range.OneOf oneOf && domain instanceof Domain.Choice choice) {
            return some(choice.options(), oneOf).map(Domain.Choice::new);
        } else if (range instanceof Range.OneOf oneOf && domain instanceof Domain.Flags flags) {
            return some(flags.options(), oneOf).map(Domain.Flags::new);
        } else if (range instanceof Range.OneOf oneOf && domain instanceof Domain.Switch) {
            return oneOf.nicks().size() == 1
                    ? Optional.of(
                            new Domain.Choice(switched(oneOf.nicks().get(0).equals("true"))))
                    : Optional.of(domain);
        }
        return Optional.empty();
    }

    private static List<Option> switched(boolean on) {
        return List.of(new Option(on ? 1 : 0, Boolean.toString(on), on ? "yes" : "no"));
    }

    private static Optional<Domain> within(Domain domain, Range.Between between) {
        if (domain instanceof Domain.Whole whole) {
            BigInteger min = between.min()
                    .setScale(0, RoundingMode.CEILING)
                    .toBigInteger()
                    .max(whole.min());
            BigInteger max =
                    between.max().setScale(0, RoundingMode.FLOOR).toBigInteger().min(whole.max());
            return min.compareTo(max) > 0 ? Optional.empty() : Optional.of(new Domain.Whole(whole.width(), min, max));
        } else if (domain instanceof Domain.Real real) {
            double min = Math.max(real.min(), number(real, between.min()));
            double max = Math.min(real.max(), number(real, between.max()));
            return min > max ? Optional.empty() : Optional.of(new Domain.Real(real.isDouble(), min, max));
        } else if (domain instanceof Domain.Choice choice && between.min().compareTo(between.max()) == 0) {
            // The choice is a word that looks like a number.
            return some(choice.options(), new Range.OneOf(List.of(between.min().toPlainString())))
                    .map(Domain.Choice::new);
        }
        return Optional.empty();
    }

    /** 1.01 as a float is a little less than as a double. */
    private static double number(Domain.Real real, BigDecimal number) {
        return real.isDouble() ? number.doubleValue() : number.floatValue();
    }

    private static Optional<List<Option>> some(List<Option> options, Range.OneOf oneOf) {
        List<Option> left = options.stream()
                .filter(option -> oneOf.nicks().contains(option.nick()))
                .toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(left);
    }

    /** Whether the bounds leave a single value. */
    boolean isFixed() {
        return (range instanceof Range.Between between && between.min().compareTo(between.max()) == 0)
                || (range instanceof Range.OneOf oneOf && oneOf.nicks().size() == 1);
    }

    /** The bounds as they are written in the file, without the reason. */
    String written() {
        String text = "any";
        if (range instanceof Range.Refused) {
            text = "refused";
        } else if (range instanceof Range.Between between) {
            text = isFixed()
                    ? between.min().toPlainString()
                    : between.min().toPlainString() + " to " + between.max().toPlainString();
        } else if (range instanceof Range.OneOf oneOf) {
            text = String.join(", ", oneOf.nicks());
        }
        return text + (live ? "" : ", at the start");
    }
}
