package org.ducksoup.shell.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.ducksoup.api.web.HttpApi;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The HTTP API: finds the operation that a request means, and turns results and failures into JSON. */
@Component
public final class StudyApi implements HttpApi {
    private static final String DESCRIPTION = "openapi.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Operation> operations;

    @Activate
    public StudyApi(
            @Reference StudyOperations study,
            @Reference RecordingOperations recordings,
            @Reference PlanOperations plans,
            @Reference ServerOperations server) {
        List<Operation> all = new ArrayList<>();
        all.add(Operation.get(DESCRIPTION, (name, members) -> description()));
        all.addAll(study.all());
        all.addAll(recordings.all());
        all.addAll(plans.all());
        all.addAll(server.all());
        operations = List.copyOf(all);
    }

    /** The OpenAPI document. */
    static JsonNode description() {
        try (InputStream file = StudyApi.class.getResourceAsStream(DESCRIPTION)) {
            return JSON.readTree(Objects.requireNonNull(file, DESCRIPTION));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Operation> operations() {
        return operations;
    }

    @Override
    public Response handle(Request request) {
        try {
            return json(200, Map.of(), answer(request));
        } catch (MethodFailure e) {
            return json(e.failure.status(), Map.of("Allow", e.allowed), document(e.failure));
        } catch (ApiFailure e) {
            return json(e.status(), Map.of(), document(e));
        } catch (IOException e) {
            return json(
                    503, Map.of(), document(new ApiFailure(503, "disk", "", "The disk cannot be read: " + e + ".")));
        }
    }

    private Object answer(Request request) throws ApiFailure, MethodFailure, IOException {
        TreeSet<String> others = new TreeSet<>();
        for (Operation operation : operations) {
            Optional<String> id = operation.match(request.path());
            if (id.isPresent() && operation.method().equals(request.method())) {
                return operation.answer(id.get(), request);
            } else if (id.isPresent()) {
                others.add(operation.method());
            }
        }
        if (others.isEmpty()) {
            throw new ApiFailure(
                    404,
                    "path",
                    String.join("/", request.path()),
                    "There is no such operation; GET openapi.json lists them.");
        }
        throw new MethodFailure(request.method(), String.join(", ", others));
    }

    private static Map<String, Object> document(ApiFailure failure) {
        return Map.of(
                "error",
                Map.of(
                        "key", failure.key(),
                        "value", failure.value(),
                        "message", String.valueOf(failure.getMessage())));
    }

    private static Response json(int status, Map<String, String> headers, Object document) {
        try {
            return new Response(status, headers, JSON.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and lists of texts and numbers are JSON", e);
        }
    }

    /** A path that exists, with another method. */
    private static final class MethodFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ApiFailure failure;
        private final String allowed;

        MethodFailure(String method, String allowed) {
            super(method);
            this.allowed = allowed;
            failure = new ApiFailure(405, "method", method, "Allowed here: " + allowed + ".");
        }
    }
}
