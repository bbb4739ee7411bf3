package org.ducksoup.shell.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.web.HttpApi;

/**
 * One operation of the API.
 *
 * @param method of the request
 * @param path segments; one in braces stands for any text: {@code interactions/{id}/end}
 * @param members that its body may have; of a {@code GET} the parameters that its query may have
 * @param action carries it out
 */
record Operation(String method, String path, List<String> members, Action action) {
    /** Carries an operation out, and returns the document of the answer. */
    interface Action {
        /** @param name the text in the place of the segment in braces; empty where the path has none */
        Object answer(String name, RequestMembers members) throws ApiFailure, OperationException, IOException;
    }

    static Operation get(String path, Action action, String... parameters) {
        return new Operation("GET", path, List.of(parameters), action);
    }

    static Operation post(String path, Action action, String... members) {
        return new Operation("POST", path, List.of(members), action);
    }

    static Operation put(String path, Action action, String... members) {
        return new Operation("PUT", path, List.of(members), action);
    }

    /** The text in the place of the segment in braces, empty where the path has none; no value if this is another path. */
    Optional<String> match(List<String> segments) {
        String[] pattern = path.split("/");
        if (pattern.length != segments.size()) {
            return Optional.empty();
        }
        String name = "";
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].startsWith("{")) {
                name = segments.get(i);
            } else if (!pattern[i].equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(name);
    }

    Object answer(String name, HttpApi.Request request) throws ApiFailure, IOException {
        RequestMembers given = RequestMembers.of(request, members);
        try {
            return action.answer(name, given);
        } catch (OperationException e) {
            String value = path.contains("{" + e.key() + "}") ? name : given.shown(e.key());
            throw new ApiFailure(status(e.kind()), key(e), value, String.valueOf(e.getMessage()));
        }
    }

    private static String key(OperationException e) {
        return e.key().isEmpty() ? "server" : e.key();
    }

    private static int status(OperationException.Cause cause) {
        return switch (cause) {
            case BAD_VALUE -> 400;
            case UNKNOWN -> 404;
            case NO_ANSWER -> 503;
        };
    }
}
