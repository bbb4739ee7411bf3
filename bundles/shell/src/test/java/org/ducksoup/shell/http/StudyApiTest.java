package org.ducksoup.shell.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.web.HttpApi;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.EffectsDocument;
import org.ducksoup.shell.study.InteractionId;
import org.ducksoup.shell.study.ServerStatus;
import org.ducksoup.shell.study.Study;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP API, held against its OpenAPI document. */
class StudyApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeStudy study = new FakeStudy();
    private final JsonNode document = StudyOperations.description();
    private final StudyOperations operations = new StudyOperations(
            study, new ServerStatus(study, new Registry()), new EffectsDocument(new AvailableEffects()));
    private final HttpApi api = new StudyApi(operations);

    @BeforeEach
    void oneInteractionRuns() {
        study.interactions = List.of(Study.waiting("first"), Study.running("room"));
    }

    private String id() {
        return InteractionId.of(study.interactions.get(1).key());
    }

    private HttpApi.Response send(String method, String path, String body) {
        return api.handle(new HttpApi.Request(
                method,
                List.of(path.replace("{id}", id()).substring(1).split("/")),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode json(HttpApi.Response response) {
        try {
            return JSON.readTree(response.content());
        } catch (IOException e) {
            throw new AssertionError("no JSON", e);
        }
    }

    /** What an independent validator finds wrong with a response. */
    private List<String> problems(String method, String path, HttpApi.Response response) {
        JsonNode schema = document.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(response.status()))
                .at("/content/application~1json/schema");
        assertThat(schema.isMissingNode())
                .as("%s %s answers %d, which is not documented", method, path, response.status())
                .isFalse();
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(whole)
                .validate(json(response))
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void theDocumentIsOpenApi() {
        var parsed = new OpenAPIV3Parser().readContents(document.toString());
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths())
                .hasSize(document.path("paths").size());
    }

    @Test
    void theDocumentHasEveryOperationAndNoOther() {
        List<String> documented = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(operations.all().stream().map(one -> one.method() + " /" + one.path()))
                .containsExactlyInAnyOrderElementsOf(documented);
        for (Operation one : operations.all()) {
            JsonNode members = document.path("paths")
                    .path("/" + one.path())
                    .path(one.method().toLowerCase(Locale.ROOT))
                    .at("/requestBody/content/application~1json/schema/properties");
            List<String> names = new ArrayList<>();
            members.fieldNames().forEachRemaining(names::add);
            assertThat(one.members()).as(one.path()).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    /** With the document's own examples. */
    @Test
    void everyOperationAnswersAsDocumented() {
        for (Operation one : operations.all()) {
            String path = "/" + one.path();
            JsonNode example = document.path("paths")
                    .path(path)
                    .path(one.method().toLowerCase(Locale.ROOT))
                    .at("/requestBody/content/application~1json/example");
            HttpApi.Response response = send(one.method(), path, example.isMissingNode() ? "" : example.toString());
            assertThat(response.status()).as(path).isEqualTo(200);
            assertThat(problems(one.method(), path, response)).as(path).isEmpty();
        }
        assertThat(study.done)
                .containsExactly(
                        "end in room",
                        "extend PT1M in room",
                        "tell null Five minutes left. in room",
                        "remove ann in room",
                        "EffectControl[effectName=voice, property=pitch, value=DoubleValue[value=0.8], duration=PT0.2S,"
                                + " userId=ann] in room");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /nothing                     |                          | 404 | path     | openapi.json
            GET  | /interactions/0123456789abcdef |                        | 404 | id       | GET interactions
            POST | /interactions/{id}/extend    |                          | 400 | seconds  | missing
            POST | /interactions/{id}/extend    | {                        | 400 | body     | JSON object
            POST | /interactions/{id}/extend    | [60]                     | 400 | body     | JSON object
            POST | /interactions/{id}/extend    | {"seconds": "60"}        | 400 | seconds  | a whole number
            POST | /interactions/{id}/extend    | {"seconds": 1.5}         | 400 | seconds  | a whole number
            POST | /interactions/{id}/extend    | {"seconds": 99999999999} | 400 | seconds  | a whole number
            POST | /interactions/{id}/extend    | {"second": 60}           | 400 | second   | allowed: seconds
            POST | /interactions/{id}/extend    | {"seconds":1,"seconds":2} | 400 | body    | JSON object
            POST | /interactions/{id}/end       | {"now": true}            | 400 | now      | no members
            POST | /interactions/{id}/message   | {"text": 5}              | 400 | text     | a text
            PUT  | /draining                    | {"draining": "yes"}      | 400 | draining | true or false
            POST | /interactions/{id}/control   | {"userId":"ann","effect":"v","property":"p","value":[]} | 400 | value | a number or a text
            POST | /interactions/{id}/control   | {"userId":"ann","effect":"v","property":"p","value":1,"duration":-1} | 400 | value | 0 to 5000
            POST | /status                      |                          | 405 | method   | GET
            """)
    void whatCannotBeDoneIsExplained(String method, String path, String body, int status, String key, String words) {
        HttpApi.Response response = send(method, path, body == null ? "" : body);
        assertThat(response.status()).isEqualTo(status);
        assertThat(json(response).at("/error/key").asText()).isEqualTo(key);
        assertThat(json(response).at("/error/message").asText()).contains(words);
        assertThat(study.done).isEmpty();
        if (status == 405) {
            assertThat(response.headers()).isEqualTo(Map.of("Allow", "GET"));
        } else if (status == 400) {
            assertThat(problems(method, path, response)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN, 404", "BAD_VALUE, 400", "NO_ANSWER, 503"})
    void whatTheInteractionRefusesIsSaid(Cause cause, int status) {
        study.refusal = new OperationException(cause, "because");
        HttpApi.Response response = send("POST", "/interactions/{id}/extend", "{\"seconds\": 60}");
        assertThat(response.status()).isEqualTo(status);
        assertThat(problems("POST", "/interactions/{id}/extend", response)).isEmpty();
        assertThat(json(response).at("/error/message").asText()).isEqualTo("because");
    }

    @Test
    void drainingIsInTheStatus() {
        send("PUT", "/draining", "{\"draining\": true}");
        JsonNode status = json(send("GET", "/status", ""));
        assertThat(status.path("draining").asBoolean()).isTrue();
        assertThat(status.path("acceptsNew").asBoolean()).isFalse();
        assertThat(status.path("obstacle").asText()).contains("drains");
        assertThat(status.path("running").asInt()).isEqualTo(1);
        assertThat(status.path("participants").asInt()).as("bob is away").isEqualTo(1);
    }

    private static final class Registry implements InteractionRegistry {
        @Override
        public ParticipantSession join(JoinRequest request, SignalingChannel channel) {
            throw new AssertionError("nobody joins");
        }

        @Override
        public boolean acceptsNew() {
            return true;
        }

        @Override
        public Optional<ServerMessage.Reason> full() {
            return Optional.empty();
        }
    }
}
