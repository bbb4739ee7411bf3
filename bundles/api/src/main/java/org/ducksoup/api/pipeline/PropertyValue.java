package org.ducksoup.api.pipeline;

/** A typed value for a property of an effect, as {@code client_control} and {@code client_polycontrol} carry it. */
public sealed interface PropertyValue {
    record FloatValue(float value) implements PropertyValue {
        @Override
        public Object plain() {
            return value;
        }
    }

    record DoubleValue(double value) implements PropertyValue {
        @Override
        public Object plain() {
            return value;
        }
    }

    record IntValue(int value) implements PropertyValue {
        @Override
        public Object plain() {
            return value;
        }
    }

    /** @param value the 64 bits, unsigned */
    record Uint64Value(long value) implements PropertyValue {
        /** The number is text, because most JSON readers would round a large one. */
        @Override
        public Object plain() {
            return Long.toUnsignedString(value);
        }
    }

    record StringValue(String value) implements PropertyValue {
        @Override
        public Object plain() {
            return value;
        }
    }

    /** The value for a log, a file or a sentence: a Float, a Double, an Integer or a String. */
    Object plain();
}
