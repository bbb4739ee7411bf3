package org.ducksoup.signaling.json;

import com.fasterxml.jackson.databind.JsonNode;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a payload, each as the type it must have. An absent member and a null member are the same.
 *
 * @param kind of the message
 * @param payload a JSON object
 */
public record JsonMembers(String kind, JsonNode payload) {
    /** A name that must be present, in NFC. */
    public String name(String key) throws ClientMessageException {
        return name(key, "required: " + WireText.NAME_RULE);
    }

    /** A name in NFC, or null when it is absent or empty. */
    @Nullable
    public String optionalName(String key) throws ClientMessageException {
        JsonNode member = member(key);
        if (member == null || (member.isTextual() && member.textValue().isEmpty())) {
            return null;
        }
        return name(key, "allowed: none, or " + WireText.NAME_RULE);
    }

    private String name(String key, String rule) throws ClientMessageException {
        JsonNode member = member(key);
        if (member == null || !member.isTextual()) {
            throw bad(key, member, rule);
        }
        return WireText.name(member.textValue()).orElseThrow(() -> bad(key, member, rule));
    }

    /** A text, unchanged, or null. */
    @Nullable
    public String text(String key, int maxBytes) throws ClientMessageException {
        JsonNode member = member(key);
        if (member == null) {
            return null;
        }
        String allowed = "allowed: text of at most " + maxBytes + " bytes in UTF-8";
        if (!member.isTextual()
                || member.textValue().length() > maxBytes
                || !WireText.isComplete(member.textValue())
                || WireText.utf8Length(member.textValue()) > maxBytes) {
            throw bad(key, member, allowed);
        }
        return member.textValue();
    }

    /** A text, unchanged, that must be present. */
    public String requiredText(String key, int maxBytes) throws ClientMessageException {
        String text = text(key, maxBytes);
        if (text == null) {
            throw bad(key, null, "required: text");
        }
        return text;
    }

    /** A whole number, even if it is written as 30.0. A number beyond 64 bits becomes the nearest one within. */
    public long whole(String key, long whenAbsent) throws ClientMessageException {
        JsonNode member = member(key);
        if (member == null) {
            return whenAbsent;
        }
        if (member.isIntegralNumber() && member.canConvertToLong()) {
            return member.longValue();
        }
        double value = member.isNumber() ? member.doubleValue() : Double.NaN;
        if (value != Math.rint(value)) {
            throw bad(key, member, "allowed: a whole number");
        }
        return (long) value;
    }

    /** A number that is finite as a double. */
    public double number(String key, double whenAbsent) throws ClientMessageException {
        JsonNode member = member(key);
        if (member == null) {
            return whenAbsent;
        }
        if (!member.isNumber() || !Double.isFinite(member.doubleValue())) {
            throw bad(key, member, "allowed: a number");
        }
        return member.doubleValue();
    }

    public boolean flag(String key) throws ClientMessageException {
        JsonNode member = member(key);
        if (member != null && !member.isBoolean()) {
            throw bad(key, member, "allowed: true or false");
        }
        return member != null && member.booleanValue();
    }

    /** @param allowed a sentence that says what the member may be */
    public ClientMessageException bad(String key, String allowed) {
        return bad(key, member(key), allowed);
    }

    private ClientMessageException bad(String key, @Nullable JsonNode member, String allowed) {
        String value =
                member == null ? "" : WireText.shown(member.isTextual() ? member.textValue() : member.toString());
        String is = member == null ? "missing" : member.isTextual() ? '"' + value + '"' : value;
        return new ClientMessageException(kind, new Reason(key, value, key + " is " + is + "; " + allowed));
    }

    private @Nullable JsonNode member(String key) {
        JsonNode member = payload.get(key);
        return member == null || member.isNull() ? null : member;
    }
}
