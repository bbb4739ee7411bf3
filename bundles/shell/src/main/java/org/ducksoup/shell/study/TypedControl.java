package org.ducksoup.shell.study;

import java.time.Duration;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.pipeline.PropertyValue;

/** A control as an operator types it. */
public final class TypedControl {
    /** Longest way to a value, in milliseconds; pages have the same limit. */
    private static final int MAX_MILLIS = 5000;

    /** Whole numbers beyond this are not exact as floating-point numbers. */
    private static final double MAX_EXACT = 1L << 53;

    private TypedControl() {}

    /**
     * @param value a number, or any other text
     * @param millis of the linear way to it
     * @throws OperationException if the duration is not allowed
     */
    public static EffectControl of(String effect, String property, String value, int millis, String userId)
            throws OperationException {
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new OperationException(
                    Cause.BAD_VALUE, "duration", "duration " + millis + " ms; allowed: 0 to " + MAX_MILLIS + " ms");
        }
        return new EffectControl(effect, property, typed(value), Duration.ofMillis(millis), userId);
    }

    private static PropertyValue typed(String value) {
        try {
            double number = Double.parseDouble(value);
            if (Math.abs(number) <= MAX_EXACT) {
                return new PropertyValue.DoubleValue(number);
            }
        } catch (NumberFormatException e) {
            // An effect may have a text or a word here. It decides what it takes.
            return new PropertyValue.StringValue(value);
        }
        return new PropertyValue.StringValue(value);
    }
}
