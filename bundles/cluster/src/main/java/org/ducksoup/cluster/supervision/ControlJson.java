package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.pipeline.PropertyValue;

/** What an operator sets or marks, as servers tell each other of it. Numbers are texts, so that none is rounded. */
final class ControlJson {
    private ControlJson() {}

    static void write(EffectControl control, ObjectNode json) {
        json.put("effect", control.effectName())
                .put("property", control.property())
                .put("duration", control.duration().toString())
                .put("userId", control.userId());
        PropertyValue value = control.value();
        json.put("type", type(value)).put("value", value.plain().toString());
    }

    private static String type(PropertyValue value) {
        if (value instanceof PropertyValue.FloatValue) {
            return "float";
        } else if (value instanceof PropertyValue.DoubleValue) {
            return "double";
        } else if (value instanceof PropertyValue.IntValue) {
            return "int";
        }
        return value instanceof PropertyValue.Uint64Value ? "uint64" : "string";
    }

    static EffectControl control(JsonNode json) {
        return new EffectControl(
                json.path("effect").asText(),
                json.path("property").asText(),
                value(json.path("type").asText(), json.path("value").asText()),
                Duration.parse(json.path("duration").asText()),
                StatusJson.text(json, "userId"));
    }

    private static PropertyValue value(String type, String text) {
        return switch (type) {
            case "float" -> new PropertyValue.FloatValue(Float.parseFloat(text));
            case "double" -> new PropertyValue.DoubleValue(Double.parseDouble(text));
            case "int" -> new PropertyValue.IntValue(Integer.parseInt(text));
            case "uint64" -> new PropertyValue.Uint64Value(Long.parseUnsignedLong(text));
            default -> new PropertyValue.StringValue(text);
        };
    }

    static void write(Mark mark, ObjectNode json) {
        json.put("name", mark.name()).put("data", mark.data());
    }

    static Mark mark(JsonNode json) {
        return new Mark(json.path("name").asText(), StatusJson.text(json, "data"));
    }
}
