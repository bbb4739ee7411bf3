package org.ducksoup.signaling.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.ducksoup.api.interaction.ServerMessage.Reason;

/** Parses JSON that comes from strangers. */
public final class StrictJson {
    /**
     * The HTTP server limits the size of frames. This limit remains if an operator configures the server without one.
     */
    private static final int MAX_TEXT = 1 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(64)
                            .maxNameLength(200)
                            .maxStringLength(MAX_TEXT)
                            .maxDocumentLength(2L * MAX_TEXT)
                            .maxTokenCount(2000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    // Clients invent member names. The parser must not keep them in a table of the process.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /**
     * @param kind of the message, or empty
     * @param key names the text in the refusal: the frame or its payload
     */
    public static JsonMembers object(String kind, String key, String text) throws ClientMessageException {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw bad(kind, key, text, "is too long, too deep or too large; allowed: one flat JSON object");
        } catch (JsonProcessingException e) {
            throw bad(kind, key, text, "is not JSON without duplicate keys; required: one JSON object");
        }
        if (!node.isObject()) {
            throw bad(kind, key, text, "is JSON, but not an object; required: one JSON object");
        }
        return new JsonMembers(kind, node);
    }

    private static ClientMessageException bad(String kind, String key, String text, String sentence) {
        return new ClientMessageException(kind, new Reason(key, WireText.shown(text), key + " " + sentence));
    }
}
