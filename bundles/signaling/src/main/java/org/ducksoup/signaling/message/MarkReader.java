package org.ducksoup.signaling.message;

import com.fasterxml.jackson.databind.JsonNode;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.JsonMembers;
import org.ducksoup.signaling.json.WireText;
import org.jspecify.annotations.Nullable;

/** The payload of {@code mark}. */
final class MarkReader {
    private MarkReader() {}

    static Mark read(JsonMembers mark) throws ClientMessageException {
        String name = mark.payload().path("name").asText();
        boolean isText = mark.payload().path("name").isTextual();
        if (!isText || name.isEmpty() || name.length() > Mark.MAX_NAME || !WireText.isPlain(name)) {
            throw mark.bad(
                    "name", "required: text of 1 to " + Mark.MAX_NAME + " characters without control characters");
        }
        return new Mark(name, data(mark));
    }

    /** What is no text is kept as its JSON. An empty text counts as absent. */
    private static @Nullable String data(JsonMembers mark) throws ClientMessageException {
        JsonNode data = mark.payload().path("data");
        if (data.isMissingNode() || data.isNull()) {
            return null;
        }
        String text = data.isTextual() ? data.textValue() : data.toString();
        if (text.length() > Mark.MAX_DATA || !WireText.isPlainLines(text)) {
            throw mark.bad(
                    "data",
                    "allowed: none, or text, a number, true, false, a list or an object, of at most " + Mark.MAX_DATA
                            + " characters without control characters");
        }
        return text.isEmpty() ? null : text;
    }
}
