package org.ducksoup.cluster.supervision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;

/** What another server cannot do. */
final class Refusal {
    static final String MEMBER = "error";

    private Refusal() {}

    /** @throws OperationException if the answer is a refusal: the same that was thrown there */
    static void throwIfThere(JsonNode answer) throws OperationException {
        JsonNode error = answer.path(MEMBER);
        if (error.isObject()) {
            String kind = error.path("kind").asText();
            throw new OperationException(
                    Arrays.stream(Cause.values())
                            .filter(one -> one.name().equals(kind))
                            .findFirst()
                            .orElse(Cause.BAD_VALUE),
                    error.path("key").asText(),
                    error.path("message").asText());
        }
    }
}
