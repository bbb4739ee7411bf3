package org.ducksoup.shell.http;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ducksoup.api.web.HttpApi;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request's JSON object, or the parameters of its query. One that does not exist is an error: it is most
 * often a misspelt one.
 */
final class RequestMembers {
    private static final int BAD_REQUEST = 400;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");

    private final JsonNode object;
    private final boolean isQuery;

    private RequestMembers(JsonNode object, boolean isQuery) {
        this.object = object;
        this.isQuery = isQuery;
    }

    /** @param allowed names that the request may have */
    static RequestMembers of(HttpApi.Request request, List<String> allowed) throws ApiFailure {
        boolean isQuery = request.method().equals("GET");
        check(body(request), isQuery ? List.of() : allowed, "member");
        check(query(request), isQuery ? allowed : List.of(), "parameter of the query");
        return new RequestMembers(isQuery ? query(request) : body(request), isQuery);
    }

    private static JsonNode query(HttpApi.Request request) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        request.query().forEach(object::put);
        return object;
    }

    /** A member as it is, and a parameter of a query as the number or the truth value that it looks like. */
    private JsonNode value(String key) {
        JsonNode node = object.path(key);
        if (!isQuery || !node.isTextual()) {
            return node;
        }
        String text = node.textValue();
        if (text.equals("true") || text.equals("false")) {
            return JsonNodeFactory.instance.booleanNode(text.equals("true"));
        }
        return INTEGER.matcher(text).matches() ? JsonNodeFactory.instance.numberNode(Integer.parseInt(text)) : node;
    }

    private static JsonNode body(HttpApi.Request request) throws ApiFailure {
        try {
            JsonNode object =
                    request.body().length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(request.body());
            if (object.isObject()) {
                return object;
            }
        } catch (IOException e) {
            throw noObject();
        }
        throw noObject();
    }

    private static ApiFailure noObject() {
        return new ApiFailure(BAD_REQUEST, "body", "", "The body is no JSON object in UTF-8.");
    }

    private static void check(JsonNode object, List<String> allowed, String what) throws ApiFailure {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!allowed.contains(name)) {
                throw new ApiFailure(
                        BAD_REQUEST,
                        name,
                        object.get(name).asText(),
                        allowed.isEmpty()
                                ? "This request has no " + what + "."
                                : "There is no such " + what + "; allowed: " + String.join(", ", allowed) + ".");
            }
        }
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

    /** A whole number of up to 18 digits, or null. */
    @Nullable
    Long optionalWhole(String key) throws ApiFailure {
        if (!object.has(key)) {
            return null;
        }
        JsonNode node = object.path(key);
        String text = node.asText();
        boolean isWhole = (node.isIntegralNumber() || (isQuery && node.isTextual()))
                && WHOLE.matcher(text).matches();
        if (!isWhole) {
            throw wrong(key, node, "a whole number");
        }
        return Long.valueOf(text);
    }

    int integer(String key) throws ApiFailure {
        JsonNode node = value(key);
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw node.isMissingNode() ? missing(key, "a whole number") : wrong(key, node, "a whole number");
        }
        return node.intValue();
    }

    int integer(String key, int otherwise) throws ApiFailure {
        return object.has(key) ? integer(key) : otherwise;
    }

    boolean flag(String key, boolean otherwise) throws ApiFailure {
        return object.has(key) ? flag(key) : otherwise;
    }

    boolean flag(String key) throws ApiFailure {
        JsonNode node = value(key);
        if (!node.isBoolean()) {
            throw node.isMissingNode() ? missing(key, "true or false") : wrong(key, node, "true or false");
        }
        return node.booleanValue();
    }

    /** A value for an error; empty if there is none. */
    String shown(String key) {
        return object.path(key).asText();
    }

    private ApiFailure missing(String key, String wanted) {
        return new ApiFailure(BAD_REQUEST, key, "", called(key) + " is missing; it is " + wanted + ".");
    }

    private ApiFailure wrong(String key, JsonNode node, String wanted) {
        return new ApiFailure(BAD_REQUEST, key, node.toString(), called(key) + " is " + wanted + ".");
    }

    private String called(String key) {
        return (isQuery ? "The parameter " : "The member ") + key;
    }
}
