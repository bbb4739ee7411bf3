package org.ducksoup.signaling.message;

import java.time.Duration;
import java.util.regex.Pattern;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.JsonMembers;
import org.ducksoup.signaling.json.WireText;

/** The payloads of {@code client_control} and {@code client_polycontrol}. */
final class EffectControlReader {
    /** Longest duration of a ramp. */
    static final Duration MAX_DURATION = Duration.ofSeconds(5);

    private static final int MAX_VALUE_BYTES = 4096;
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,4})?");
    private static final Pattern INT = Pattern.compile("[+-]?\\d{1,40}");
    private static final Pattern UINT64 = Pattern.compile("\\d{1,40}");

    private EffectControlReader() {}

    static EffectControl control(JsonMembers control) throws ClientMessageException {
        float value = (float) control.number("value", Double.NaN);
        if (!Float.isFinite(value)) {
            throw control.bad("value", "required: a number in the range of a 32-bit float");
        }
        double millis = control.number("duration", 0);
        if (millis < 0) {
            throw control.bad("duration", "allowed: 0 to " + MAX_DURATION.toMillis() + " ms");
        }
        return new EffectControl(
                control.name("name"),
                control.name("property"),
                new PropertyValue.FloatValue(value),
                Duration.ofMillis(Math.min(Math.round(millis), MAX_DURATION.toMillis())),
                control.optionalName("userId"));
    }

    static EffectControl polyControl(JsonMembers control) throws ClientMessageException {
        String kind = control.requiredText("kind", WireText.MAX_NAME_BYTES);
        String text = control.requiredText("value", MAX_VALUE_BYTES);
        return new EffectControl(
                control.name("name"), control.name("property"), value(control, kind, text), Duration.ZERO, null);
    }

    private static PropertyValue value(JsonMembers control, String kind, String text) throws ClientMessageException {
        try {
            return switch (kind) {
                case "float" -> new PropertyValue.FloatValue(floatValue(text));
                case "double" -> new PropertyValue.DoubleValue(doubleValue(text));
                case "int" -> new PropertyValue.IntValue(Integer.parseInt(matching(INT, text)));
                case "uint64" -> new PropertyValue.Uint64Value(Long.parseUnsignedLong(matching(UINT64, text)));
                case "string" -> new PropertyValue.StringValue(plain(text));
                default -> throw control.bad("kind", "allowed: float, double, int, uint64, string");
            };
        } catch (NumberFormatException e) {
            throw control.bad("value", "allowed: " + allowed(kind));
        }
    }

    private static String allowed(String kind) {
        return switch (kind) {
            case "int" -> "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
            case "uint64" -> "a whole number from 0 to " + Long.toUnsignedString(-1);
            case "string" -> "text without control characters";
            default -> "a decimal number in the range of a " + kind;
        };
    }

    private static float floatValue(String text) {
        float value = Float.parseFloat(matching(DECIMAL, text));
        if (!Float.isFinite(value)) {
            throw new NumberFormatException("infinite");
        }
        return value;
    }

    private static double doubleValue(String text) {
        double value = Double.parseDouble(matching(DECIMAL, text));
        if (!Double.isFinite(value)) {
            throw new NumberFormatException("infinite");
        }
        return value;
    }

    private static String plain(String text) {
        if (!WireText.isPlainLines(text)) {
            throw new NumberFormatException("control characters");
        }
        return text;
    }

    /** {@code Double.parseDouble} also reads hexadecimal numbers, a trailing {@code f}, and {@code NaN}. */
    private static String matching(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new NumberFormatException("not as the protocol writes it");
        }
        return text;
    }
}
