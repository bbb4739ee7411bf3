package org.ducksoup.gstreamer.element;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;

/** The values that a property takes. */
public sealed interface Domain {
    /** Empty when the text is not one of the values. */
    Optional<TypedValue> parse(String text);

    /** A phrase: {@code a number from 0.1 to 10}. */
    String allowed();

    /** Empty when the finite number is not one of the values. */
    default Optional<TypedValue> of(double number) {
        return number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE
                ? parse(Long.toString((long) number))
                : Optional.empty();
    }

    /** Whether there is a single value. */
    default boolean isFixed() {
        return false;
    }

    /** Values with others between them. */
    sealed interface Numeric extends Domain {
        /** The nearest value to a number on the way from one value to another. */
        TypedValue between(double number);
    }

    /** Whole numbers, both ends allowed. */
    record Whole(Width width, BigInteger min, BigInteger max) implements Numeric {
        // The bound on the length also bounds the time that the comparisons take.
        private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,40}");

        @Override
        public Optional<TypedValue> parse(String text) {
            return INTEGER.matcher(text).matches() ? of(new BigInteger(text)) : Optional.empty();
        }

        @Override
        public Optional<TypedValue> of(double number) {
            return of(rounded(number));
        }

        private Optional<TypedValue> of(BigInteger number) {
            return number.compareTo(min) < 0 || number.compareTo(max) > 0
                    ? Optional.empty()
                    : Optional.of(new TypedValue.WholeValue(number.longValue()));
        }

        @Override
        public TypedValue between(double number) {
            return new TypedValue.WholeValue(rounded(number).max(min).min(max).longValue());
        }

        private static BigInteger rounded(double number) {
            return BigDecimal.valueOf(Math.rint(number)).toBigInteger();
        }

        @Override
        public boolean isFixed() {
            return min.equals(max);
        }

        @Override
        public String allowed() {
            return isFixed() ? min.toString() : "a whole number from " + min + " to " + max;
        }
    }

    /** Numbers, both ends allowed. */
    record Real(boolean isDouble, double min, double max) implements Numeric {
        private static final Pattern NUMBER =
                Pattern.compile("[-+]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][-+]?\\d{1,3})?");

        @Override
        public Optional<TypedValue> parse(String text) {
            return NUMBER.matcher(text).matches() ? of(Double.parseDouble(text)) : Optional.empty();
        }

        @Override
        public Optional<TypedValue> of(double number) {
            // 0.1 as a float is a little more than 0.1 as a double: the ends belong to the range however they are
            // written.
            double compared = isDouble ? number : (float) number;
            return compared >= min && compared <= max && Double.isFinite(compared)
                    ? Optional.of(new TypedValue.RealValue(number))
                    : Optional.empty();
        }

        @Override
        public TypedValue between(double number) {
            return new TypedValue.RealValue(Math.min(max, Math.max(min, number)));
        }

        @Override
        public boolean isFixed() {
            return min == max;
        }

        @Override
        public String allowed() {
            return isFixed() ? plain(min) : "a number from " + plain(min) + " to " + plain(max);
        }

        private static String plain(double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString((long) number)
                    : Float.toString((float) number);
        }
    }

    /** On or off. */
    record Switch() implements Domain {
        @Override
        public Optional<TypedValue> parse(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "1" -> Optional.of(new TypedValue.WholeValue(1));
                case "false", "no", "0" -> Optional.of(new TypedValue.WholeValue(0));
                default -> Optional.empty();
            };
        }

        @Override
        public String allowed() {
            return "true or false";
        }
    }

    /** One of these. */
    record Choice(List<Option> options) implements Domain {
        @Override
        public Optional<TypedValue> parse(String text) {
            return Option.find(options, text).map(option -> new TypedValue.WholeValue(option.number()));
        }

        @Override
        public boolean isFixed() {
            return options.size() == 1;
        }

        @Override
        public String allowed() {
            return (isFixed() ? "" : "one of ") + Option.nicks(options);
        }
    }

    /** Any of these, with {@code +} between them. */
    record Flags(List<Option> options) implements Domain {
        @Override
        public Optional<TypedValue> parse(String text) {
            long bits = 0;
            for (String part : text.split("\\+", -1)) {
                Optional<Option> option = Option.find(options, part);
                if (option.isEmpty()) {
                    return Optional.empty();
                }
                bits |= option.get().number();
            }
            return Optional.of(new TypedValue.WholeValue(bits));
        }

        @Override
        public String allowed() {
            return "one or more, with + between them, of " + Option.nicks(options);
        }
    }

    /** Any text. */
    record Text() implements Domain {
        @Override
        public Optional<TypedValue> parse(String text) {
            return Optional.of(new TypedValue.TextValue(text));
        }

        @Override
        public String allowed() {
            return "a text of at most " + PropertyFacts.MAX_TEXT_LENGTH + " characters without control characters";
        }
    }

    /** Objects, structures, arrays: cannot be written in a line of text. */
    record Other(String typeName) implements Domain {
        @Override
        public Optional<TypedValue> parse(String text) {
            return Optional.empty();
        }

        @Override
        public String allowed() {
            return "nothing: its type, " + typeName + ", cannot be written as a text";
        }
    }

    /** C's types of whole numbers. */
    enum Width {
        INT,
        UINT,
        LONG,
        ULONG,
        INT64,
        UINT64
    }

    /** @param nick what is written, {@code xpro} */
    record Option(int number, String nick, String name) {
        boolean is(String text) {
            return nick.equals(text)
                    || name.equals(text)
                    || Integer.toString(number).equals(text);
        }

        private static Optional<Option> find(List<Option> options, String text) {
            return options.stream().filter(option -> option.is(text)).findFirst();
        }

        private static String nicks(List<Option> options) {
            return options.stream().map(Option::nick).collect(Collectors.joining(", "));
        }
    }
}
