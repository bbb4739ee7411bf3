package org.ducksoup.shell.http;

import java.util.List;
import java.util.Optional;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.web.HttpApi;

/**
 * One operation of the API.
 *
 * @param method of the request
 * @param path segments; one in braces stands for any text: {@code interactions/{id}/end}
 * @param members that its body may have
 * @param action carries it out
 */
record Operation(String method, String path, List<String> members, Action action) {
    private static final String PARAMETER = "{id}";

    /** Carries an operation out, and returns the document of the answer. */
    interface Action {
        /** @param id the text in the place of {@code {id}}; empty where the path has none */
        Object answer(String id, RequestBody body) throws ApiFailure, OperationException;
    }

    /** The text in the place of {@code {id}}, empty where the path has none; no value if this is another path. */
    Optional<String> match(List<String> segments) {
        String[] pattern = path.split("/");
        if (pattern.length != segments.size()) {
            return Optional.empty();
        }
        String id = "";
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].equals(PARAMETER)) {
                id = segments.get(i);
            } else if (!pattern[i].equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(id);
    }

    Object answer(String id, HttpApi.Request request) throws ApiFailure, OperationException {
        return action.answer(id, RequestBody.of(request, members));
    }
}
