package org.ducksoup.shell.http;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.ducksoup.api.web.HttpApi;

/** The members of a request's JSON object. A member that does not exist is an error: it is most often a misspelt one. */
final class RequestBody {
    private static final int BAD_REQUEST = 400;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode object;

    private RequestBody(JsonNode object) {
        this.object = object;
    }

    /** @param members that the request may have */
    static RequestBody of(HttpApi.Request request, List<String> members) throws ApiFailure {
        JsonNode object;
        try {
            object = request.body().length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(request.body());
        } catch (IOException e) {
            throw new ApiFailure(BAD_REQUEST, "body", "", "The body is no JSON object in UTF-8.");
        }
        if (!object.isObject()) {
            throw new ApiFailure(BAD_REQUEST, "body", "", "The body is no JSON object in UTF-8.");
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!members.contains(name)) {
                throw new ApiFailure(
                        BAD_REQUEST,
                        name,
                        object.get(name).toString(),
                        members.isEmpty()
                                ? "This request has no members."
                                : "There is no such member; allowed: " + String.join(", ", members) + ".");
            }
        }
        return new RequestBody(object);
    }

    String text(String key) throws ApiFailure {
        return optionalText(key).orElseThrow(() -> missing(key, "a text"));
    }

    Optional<String> optionalText(String key) throws ApiFailure {
        JsonNode node = object.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw wrong(key, node, "a text");
        }
        return Optional.of(node.textValue());
    }

    /** A number or a text, as a text. */
    String numberOrText(String key) throws ApiFailure {
        JsonNode node = object.path(key);
        if (!node.isNumber() && !node.isTextual()) {
            throw node.isMissingNode() ? missing(key, "a number or a text") : wrong(key, node, "a number or a text");
        }
        return node.asText();
    }

    int integer(String key) throws ApiFailure {
        JsonNode node = object.path(key);
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw node.isMissingNode() ? missing(key, "a whole number") : wrong(key, node, "a whole number");
        }
        return node.intValue();
    }

    int integer(String key, int otherwise) throws ApiFailure {
        return object.has(key) ? integer(key) : otherwise;
    }

    boolean flag(String key) throws ApiFailure {
        JsonNode node = object.path(key);
        if (!node.isBoolean()) {
            throw node.isMissingNode() ? missing(key, "true or false") : wrong(key, node, "true or false");
        }
        return node.booleanValue();
    }

    private static ApiFailure missing(String key, String wanted) {
        return new ApiFailure(BAD_REQUEST, key, "", "The member " + key + " is missing; it is " + wanted + ".");
    }

    private static ApiFailure wrong(String key, JsonNode node, String wanted) {
        return new ApiFailure(BAD_REQUEST, key, node.toString(), "The member " + key + " is " + wanted + ".");
    }
}
