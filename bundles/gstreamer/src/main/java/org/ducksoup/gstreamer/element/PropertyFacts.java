package org.ducksoup.gstreamer.element;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ducksoup.api.pipeline.PropertyValue;
import org.jspecify.annotations.Nullable;

/**
 * What GStreamer says about one property of an element.
 *
 * @param type GStreamer's number of its type
 * @param writable can be set on an element that exists
 * @param live can be set while media flows
 * @param initial the value it has when nothing is said, as it would be written; null when that cannot be said
 * @param description in GStreamer's words
 */
public record PropertyFacts(
        String name,
        long type,
        boolean writable,
        boolean live,
        Domain domain,
        @Nullable String initial,
        String description) {
    private static final int MAX_TEXT_LENGTH = 256;
    // Bounds what follows: a BigDecimal of 1e999999999 is short to write and long to compare.
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][-+]?\\d{1,3})?");
    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,40}");

    /** The values it takes. */
    public sealed interface Domain {
        /** Whole numbers, both ends allowed. */
        record Whole(Width width, BigInteger min, BigInteger max) implements Domain {}

        /** Numbers, both ends allowed. */
        record Real(boolean isDouble, double min, double max) implements Domain {}

        record Switch() implements Domain {}

        /** One of these. */
        record Choice(List<Option> options) implements Domain {}

        /** Any of these, with {@code +} between them. */
        record Flags(List<Option> options) implements Domain {}

        record Text() implements Domain {}

        /** Objects, structures, arrays: cannot be written in a line of text. */
        record Other(String typeName) implements Domain {}
    }

    /** C's types of whole numbers. */
    public enum Width {
        INT,
        UINT,
        LONG,
        ULONG,
        INT64,
        UINT64
    }

    /** @param nick what is written, {@code xpro} */
    public record Option(int number, String nick, String name) {
        boolean is(String text) {
            return nick.equals(text)
                    || name.equals(text)
                    || Integer.toString(number).equals(text);
        }
    }

    /** A value that fits: nothing can go wrong any more when it is set. */
    public sealed interface TypedValue {
        /** 64 bits; signed or not as the property is. Also what a switch, a choice and flags are set by. */
        record WholeValue(long bits) implements TypedValue {}

        record RealValue(double value) implements TypedValue {}

        record TextValue(String value) implements TypedValue {}
    }

    /** Empty when the text is not a value of this property. */
    public Optional<TypedValue> parse(String text) {
        if (text.length() > MAX_TEXT_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        if (domain instanceof Domain.Whole whole) {
            return INTEGER.matcher(text).matches() ? whole(whole, new BigInteger(text)) : Optional.empty();
        } else if (domain instanceof Domain.Real real) {
            return NUMBER.matcher(text).matches() ? real(real, Double.parseDouble(text)) : Optional.empty();
        } else if (domain instanceof Domain.Switch) {
            return flag(text).map(on -> new TypedValue.WholeValue(on ? 1 : 0));
        } else if (domain instanceof Domain.Choice choice) {
            return find(choice.options(), text).map(option -> new TypedValue.WholeValue(option.number()));
        } else if (domain instanceof Domain.Flags flags) {
            return flags(flags, text);
        } else if (domain instanceof Domain.Text) {
            return Optional.of(new TypedValue.TextValue(text));
        }
        return Optional.empty();
    }

    /** Empty when the value is not one of this property. A number is rounded for a property of whole ones. */
    public Optional<TypedValue> convert(PropertyValue value) {
        if (value instanceof PropertyValue.StringValue text) {
            return parse(text.value());
        } else if (value instanceof PropertyValue.FloatValue number) {
            return number(number.value());
        } else if (value instanceof PropertyValue.DoubleValue number) {
            return number(number.value());
        } else if (value instanceof PropertyValue.IntValue number) {
            return parse(Integer.toString(number.value()));
        } else if (value instanceof PropertyValue.Uint64Value number) {
            return parse(Long.toUnsignedString(number.value()));
        }
        return Optional.empty();
    }

    /** A number on the way from one value to another. */
    public TypedValue between(double number) {
        if (domain instanceof Domain.Whole whole) {
            BigInteger rounded = BigDecimal.valueOf(Math.rint(number)).toBigInteger();
            return new TypedValue.WholeValue(
                    rounded.max(whole.min()).min(whole.max()).longValue());
        } else if (domain instanceof Domain.Real real) {
            return new TypedValue.RealValue(Math.min(real.max(), Math.max(real.min(), number)));
        }
        throw new IllegalStateException(name + " is not a number");
    }

    /** As a number, for what lies between two values. */
    public double numberOf(TypedValue value) {
        if (value instanceof TypedValue.RealValue real) {
            return real.value();
        } else if (value instanceof TypedValue.WholeValue whole && domain instanceof Domain.Whole range) {
            return range.min().signum() >= 0
                    ? new BigInteger(Long.toUnsignedString(whole.bits())).doubleValue()
                    : whole.bits();
        }
        throw new IllegalStateException(name + " is not a number");
    }

    /** Whether there is one value, and nothing to choose. */
    public boolean isFixed() {
        return (domain instanceof Domain.Whole whole && whole.min().equals(whole.max()))
                || (domain instanceof Domain.Real real && real.min() == real.max())
                || (domain instanceof Domain.Choice choice && choice.options().size() == 1);
    }

    public boolean isNumber() {
        return domain instanceof Domain.Real || domain instanceof Domain.Whole;
    }

    /** A phrase: {@code a number from 0.1 to 10}. */
    public String allowed() {
        if (domain instanceof Domain.Whole whole && isFixed()) {
            return whole.min().toString();
        } else if (domain instanceof Domain.Real real && isFixed()) {
            return plain(real.min());
        } else if (domain instanceof Domain.Whole whole) {
            return "a whole number from " + whole.min() + " to " + whole.max();
        } else if (domain instanceof Domain.Real real) {
            return "a number from " + plain(real.min()) + " to " + plain(real.max());
        } else if (domain instanceof Domain.Switch) {
            return "true or false";
        } else if (domain instanceof Domain.Choice choice) {
            return (isFixed() ? "" : "one of ") + nicks(choice.options());
        } else if (domain instanceof Domain.Flags flags) {
            return "one or more, with + between them, of " + nicks(flags.options());
        } else if (domain instanceof Domain.Text) {
            return "a text of at most " + MAX_TEXT_LENGTH + " characters without control characters";
        }
        return "nothing: its type, " + ((Domain.Other) domain).typeName() + ", cannot be written as a text";
    }

    private static Optional<TypedValue> whole(Domain.Whole range, BigInteger number) {
        return number.compareTo(range.min()) < 0 || number.compareTo(range.max()) > 0
                ? Optional.empty()
                : Optional.of(new TypedValue.WholeValue(number.longValue()));
    }

    private static Optional<TypedValue> real(Domain.Real range, double number) {
        // 0.1 as a float is a little more than 0.1 as a double: the ends belong to the range however they are written.
        double compared = range.isDouble() ? number : (float) number;
        return compared >= range.min() && compared <= range.max() && Double.isFinite(compared)
                ? Optional.of(new TypedValue.RealValue(number))
                : Optional.empty();
    }

    private Optional<TypedValue> number(double number) {
        if (!Double.isFinite(number)) {
            return Optional.empty();
        } else if (domain instanceof Domain.Real real) {
            return real(real, number);
        } else if (domain instanceof Domain.Whole whole) {
            return whole(whole, BigDecimal.valueOf(Math.rint(number)).toBigInteger());
        } else if (number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE) {
            return parse(Long.toString((long) number));
        }
        return Optional.empty();
    }

    private static Optional<TypedValue> flags(Domain.Flags flags, String text) {
        long bits = 0;
        for (String part : text.split("\\+", -1)) {
            Optional<Option> option = find(flags.options(), part);
            if (option.isEmpty()) {
                return Optional.empty();
            }
            bits |= option.get().number();
        }
        return Optional.of(new TypedValue.WholeValue(bits));
    }

    private static Optional<Option> find(List<Option> options, String text) {
        return options.stream().filter(option -> option.is(text)).findFirst();
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> Optional.of(true);
            case "false", "no", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static String nicks(List<Option> options) {
        return options.stream().map(Option::nick).collect(Collectors.joining(", "));
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Float.toString((float) number);
    }
}
