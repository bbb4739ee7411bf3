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
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.web.HttpApi;
import org.ducksoup.shell.study.Study;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP API, held against its OpenAPI document. */
class StudyApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeServer server = new FakeServer();
    private final FakeStudy study = server.study;
    private final JsonNode document = StudyApi.description();
    private final StudyApi api = server.api();

    @BeforeEach
    void oneInteractionRuns() {
        study.interactions = List.of(Study.waiting("first"), Study.running("room"));
    }

    private HttpApi.Response send(String method, String path, String body) {
        return send(method, path, Map.of(), body);
    }

    private HttpApi.Response send(String method, String path, Map<String, String> query, String body) {
        String id = study.interactions.get(1).key().id();
        String there = path.replace("{id}", id).replace("{run}", FakeServer.RUN).replace("{name}", FakeServer.EFFECT);
        return api.handle(new HttpApi.Request(
                method, List.of(there.substring(1).split("/")), query, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode json(HttpApi.Response response) {
        try {
            return JSON.readTree(response.content());
        } catch (IOException e) {
            throw new AssertionError("no JSON", e);
        }
    }

    /** A node of the document, and if it refers to another one, that one. */
    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private JsonNode documented(String method, String path) {
        return document.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    }

    /** What an independent validator finds wrong with a response. */
    private List<String> problems(String method, String path, HttpApi.Response response) {
        JsonNode schema = resolved(documented(method, path).path("responses").path(Integer.toString(response.status())))
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

    /** The names of the members of an operation's body, or of its query. */
    private List<String> members(Operation operation) {
        JsonNode described = documented(operation.method(), "/" + operation.path());
        List<String> names = new ArrayList<>();
        described
                .at("/requestBody/content/application~1json/schema/properties")
                .fieldNames()
                .forEachRemaining(names::add);
        described.path("parameters").forEach(parameter -> {
            JsonNode there = resolved(parameter);
            if (there.path("in").asText().equals("query")) {
                names.add(there.path("name").asText());
            } else {
                assertThat(operation.path()).contains("{" + there.path("name").asText() + "}");
            }
        });
        return names;
    }

    @Test
    void theDocumentIsOpenApi() {
        var parsed = new OpenAPIV3Parser().readContents(document.toString());
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths())
                .hasSize(document.path("paths").size());
    }

    /** What an editor of the document is most likely to get wrong is found. */
    @ParameterizedTest
    @CsvSource({
        "/paths/~1status/get/responses/200, description",
        "/paths/~1status/get, responses",
        "/components/parameters/id, name",
        "/info, title"
    })
    void whatIsMissingInTheDocumentIsFound(String place, String member) {
        ObjectNode broken = document.deepCopy();
        assertThat(((ObjectNode) broken.at(place)).remove(member)).isNotNull();
        assertThat(new OpenAPIV3Parser().readContents(broken.toString()).getMessages())
                .isNotEmpty();
    }

    @Test
    void theDocumentHasEveryOperationAndNoOther() {
        List<String> documented = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(api.operations().stream().map(one -> one.method() + " /" + one.path()))
                .containsExactlyInAnyOrderElementsOf(documented);
        for (Operation one : api.operations()) {
            assertThat(one.members()).as(one.path()).containsExactlyInAnyOrderElementsOf(members(one));
        }
    }

    /** With the document's own examples. */
    @Test
    void everyOperationAnswersAsDocumented() {
        for (Operation one : api.operations()) {
            String path = "/" + one.path();
            JsonNode example = documented(one.method(), path).at("/requestBody/content/application~1json/example");
            HttpApi.Response response = send(one.method(), path, example.isMissingNode() ? "" : example.toString());
            assertThat(response.status()).as(path).isEqualTo(200);
            assertThat(problems(one.method(), path, response)).as(path).isEmpty();
        }
        assertThat(study.done)
                .containsExactly(
                        "end in room",
                        "extend PT1M in room",
                        "tell null Five minutes left. in room",
                        "reveal in room",
                        "mark stimulus face-12 in room",
                        "remove ann in room",
                        "EffectControl[effectName=voice, property=pitch, value=DoubleValue[value=0.8], duration=PT0.2S,"
                                + " userId=ann] in room");
        assertThat(server.archive.done).containsExactly("verify " + FakeServer.RUN, "salvage null");
    }

    @Test
    void aQueryChooses() {
        assertThat(json(send("GET", "/recordings", Map.of("interaction", "talk", "last", "1"), "")))
                .hasSize(1);
        assertThat(json(send("GET", "/recordings", Map.of("last", "0"), ""))).hasSize(2);
        assertThat(json(send("GET", "/settings", Map.of("changed", "true"), "")))
                .hasSize(1);
        assertThat(json(send("GET", "/settings", Map.of("name", "udp"), ""))
                        .at("/0/key")
                        .asText())
                .isEqualTo("udpPort");
    }

    @ParameterizedTest
    @CsvSource({
        "/recordings, interaction, walk, 404, interaction, no run",
        "/recordings, interaction, 17, 404, interaction, no run",
        "/recordings, last, -1, 400, last, 0 or more",
        "/recordings, last, two, 400, last, a whole number",
        "/recordings, first, 1, 400, first, 'allowed: interaction, last'",
        "/settings, changed, yes, 400, changed, true or false",
        "/settings, name, prot, 404, name, no setting",
        "/plans/dyad, seed, many, 400, seed, a whole number",
        "/status, verbose, true, 400, verbose, no parameter"
    })
    void aWrongQueryIsExplained(String path, String name, String value, int status, String key, String words) {
        HttpApi.Response response = send("GET", path, Map.of(name, value), "");
        assertThat(response.status()).isEqualTo(status);
        assertThat(json(response).at("/error/key").asText()).isEqualTo(key);
        assertThat(json(response).at("/error/value").asText().replace("\"", "")).isEqualTo(value);
        assertThat(json(response).at("/error/message").asText()).contains(words);
        assertThat(problems("GET", path.replace("dyad", "{name}"), response)).isEmpty();
    }

    @Test
    void aPlanIsCheckedForAConditionAndASeed() {
        JsonNode checked =
                json(send("GET", "/plans/dyad", Map.of("condition", "sham", "seed", "9007199254740991"), ""));
        assertThat(checked.at("/timetable/condition").asText()).isEqualTo("sham");
        assertThat(checked.at("/timetable/seed").asLong()).isEqualTo(9007199254740991L);
        assertThat(checked.at("/timetable/steps/0/at").asDouble()).isEqualTo(90.5);
        HttpApi.Response wrong = send("POST", "/plans/check", "{\"text\": \"duration: soon\"}");
        assertThat(wrong.status()).isEqualTo(200);
        assertThat(json(wrong).path("passed").asBoolean()).isFalse();
        assertThat(problems("POST", "/plans/check", wrong)).isEmpty();
    }

    @Test
    void aTrialSaysWhatOfThePlanHappens() {
        JsonNode trial = json(send("POST", "/plans/{name}/trial", "{\"role\": \"a\", \"seed\": 9007199254740991}"));
        assertThat(trial.path("seed").asLong()).isEqualTo(9007199254740991L);
        assertThat(trial.path("validSeconds").asInt()).isEqualTo(600);
        assertThat(trial.at("/steps/0/acts").findValuesAsText("done")).containsExactly("true", "false");
        assertThat(trial.at("/steps/1/awaits").asText()).isEqualTo("b");
    }

    /** The doctor of a server whose interactions are missing is the one who is needed. */
    @Test
    void withoutInteractionsTheRestAnswers() {
        StudyApi alone = server.withoutInteractions();
        assertThat(status(alone, "interactions")).isEqualTo(503);
        assertThat(status(alone, "status")).isEqualTo(503);
        assertThat(status(alone, "doctor")).isEqualTo(200);
        assertThat(status(alone, "recordings")).isEqualTo(200);
    }

    private static int status(StudyApi api, String path) {
        return api.handle(new HttpApi.Request("GET", List.of(path), Map.of(), new byte[0]))
                .status();
    }

    @Test
    void aDiskThatCannotBeReadIsSaid() {
        server.archive.broken = true;
        HttpApi.Response response = send("GET", "/recordings", "");
        assertThat(response.status()).isEqualTo(503);
        assertThat(problems("GET", "/recordings", response)).isEmpty();
        assertThat(json(response).at("/error/message").asText()).contains("input/output error");
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
            POST | /interactions/{id}/end       | {"now": true}            | 400 | now      | no member
            POST | /interactions/{id}/message   | {"text": 5}              | 400 | text     | a text
            POST | /interactions/{id}/mark      | {"data": "face-12"}      | 400 | name     | missing
            POST | /interactions/{id}/mark      | {"name": "a", "data": 5} | 400 | data     | a text
            PUT  | /draining                    | {"draining": "yes"}      | 400 | draining | true or false
            POST | /interactions/{id}/control   | {"userId":"ann","effect":"v","property":"p","value":[]} | 400 | value | a number or a text
            POST | /interactions/{id}/control   | {"userId":"ann","effect":"v","property":"p","value":1,"duration":-1} | 400 | duration | 0 to 5000
            GET  | /recordings/0123456789ff    |                          | 404 | run      | GET recordings
            POST | /recordings/talk/verify     |                          | 404 | run      | GET recordings
            POST | /recordings/{run}/verify    | {"deep": true}           | 400 | deep     | no member
            GET  | /plans/missing              |                          | 404 | name     | no plan
            POST | /plans/check                | {"seed": 1}              | 400 | text     | missing
            POST | /plans/check                | {"text": "", "seed": "1"} | 400 | seed    | a whole number
            POST | /plans/{name}/trial          | {"seed": 1}              | 400 | role     | missing
            POST | /plans/{name}/trial          | {"role": "c"}            | 404 | role     | no role
            GET  | /effects/ptich              |                          | 404 | name     | no effect ptich
            GET  | /status                     | {"verbose": true}        | 400 | verbose  | no member
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
        study.refusal = new OperationException(cause, "seconds", "because");
        HttpApi.Response response = send("POST", "/interactions/{id}/extend", "{\"seconds\": 60}");
        assertThat(response.status()).isEqualTo(status);
        assertThat(problems("POST", "/interactions/{id}/extend", response)).isEmpty();
        assertThat(json(response).at("/error/message").asText()).isEqualTo("because");
        assertThat(json(response).at("/error/key").asText()).isEqualTo("seconds");
        assertThat(json(response).at("/error/value").asText()).isEqualTo("60");
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

    @Test
    void theServersOfTheClusterAreListed() {
        JsonNode nodes = json(send("GET", "/nodes", ""));
        assertThat(nodes.findValuesAsText("name")).containsExactly("10.0.0.1:5701", "10.0.0.2:5701");
        assertThat(nodes.findValuesAsText("state")).containsExactly("serving", "unreachable");
        assertThat(nodes.path(0).path("here").asBoolean()).isTrue();
        assertThat(nodes.path(0).path("interactions").asInt()).isEqualTo(2);
        assertThat(nodes.path(1).has("url")).as("it was never heard").isFalse();
        assertThat(json(send("GET", "/status", "")).path("servers")).isEqualTo(nodes);
    }
}
