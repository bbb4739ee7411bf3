package org.ducksoup.gstreamer.element;

import java.math.BigInteger;
import java.util.Optional;
import org.ducksoup.api.pipeline.PropertyValue;
import org.jspecify.annotations.Nullable;

/**
 * GStreamer's description of one property of an element.
 *
 * @param type GStreamer's number of its type
 * @param writable whether it can be set on an element that exists
 * @param live whether it can be set while media flows
 * @param domain the values it takes
 * @param initial the default value, as it would be written; null if it cannot be written
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
    static final int MAX_TEXT_LENGTH = 256;

    /** A value that fits its property, so that setting it cannot fail. */
    public sealed interface TypedValue {
        /**
         * 64 bits, signed or unsigned as the property is. A switch, a choice and flags are set by such a value, too.
         */
        record WholeValue(long bits) implements TypedValue {}

        record RealValue(double value) implements TypedValue {}

        record TextValue(String value) implements TypedValue {}
    }

    /** Empty when the text is not a value of this property. */
    public Optional<TypedValue> parse(String text) {
        return text.length() > MAX_TEXT_LENGTH || text.chars().anyMatch(Character::isISOControl)
                ? Optional.empty()
                : domain.parse(text);
    }

    /** Empty when the value is not one of this property. For a property of whole numbers, a number is rounded. */
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

    private Optional<TypedValue> number(double number) {
        return Double.isFinite(number) ? domain.of(number) : Optional.empty();
    }

    /** The nearest value to a number on the way from one value to another. */
    public TypedValue between(double number) {
        if (domain instanceof Domain.Numeric numeric) {
            return numeric.between(number);
        }
        throw new IllegalStateException(name + " is not a number");
    }

    /** The value as a number, from which values between two others are calculated. */
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

    /** Whether the property has a single value. */
    public boolean isFixed() {
        return domain.isFixed();
    }

    public boolean isNumber() {
        return domain instanceof Domain.Numeric;
    }

    /** A phrase: {@code a number from 0.1 to 10}. */
    public String allowed() {
        return domain.allowed();
    }
}
