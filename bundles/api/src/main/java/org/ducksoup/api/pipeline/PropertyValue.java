package org.ducksoup.api.pipeline;

/** A typed value for a property of an effect, as {@code client_control} and {@code client_polycontrol} carry it. */
public sealed interface PropertyValue {
    record FloatValue(float value) implements PropertyValue {}

    record DoubleValue(double value) implements PropertyValue {}

    record IntValue(int value) implements PropertyValue {}

    /** @param value the 64 bits, unsigned */
    record Uint64Value(long value) implements PropertyValue {}

    record StringValue(String value) implements PropertyValue {}
}
