package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every operation of the HTTP API, on a running study, and who may do it. */
@Tag("waits")
class HttpApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "Jk3l/8sD+f2mXq0v5nB7wE9rT1yU4iO6";
    private static final String JOIN_SECRET = "a secret of the experiment's server, quite long";
    private static final String EFFECT = "volume volume=1 name=loud";
    private static final String PASSWORD = "somewhat long";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static JsonNode document;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_API_TOKEN", TOKEN)
                .with("DUCKSOUP_JOIN_TOKEN_SECRET", JOIN_SECRET)
                .with("DUCKSOUP_TEST_PASSWORD", PASSWORD)
                .start();
        clients = HeadlessClients.open();
        // Nobody needs the bundle that answers to join, so it may come after the server is ready.
        await().atMost(PATIENCE)
                .until(() ->
                        send("GET", "openapi.json", "Bearer " + TOKEN, null).statusCode() == 200);
        document = get("openapi.json");
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    private static HttpResponse<String> send(String method, String path, String authorization, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.origin() + "/api/v1/" + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode get(String path) throws Exception {
        return JSON.readTree(send("GET", path, "Bearer " + TOKEN, null).body());
    }

    /** The token that the experiment's server gives to one participant. */
    private static String joinToken(String interaction, String user, int size) throws Exception {
        long expiry = System.currentTimeMillis() / 1000 + 60;
        String signed = base64("{\"alg\":\"HS256\"}") + "."
                + base64("{\"interactionName\":\"" + interaction + "\",\"userId\":\"" + user + "\",\"size\":" + size
                        + ",\"audioFx\":\"" + EFFECT + "\",\"exp\":" + expiry + "}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(JOIN_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static HeadlessParticipant join(String interaction, String user, int size) throws Exception {
        ParticipantOptions page = ParticipantOptions.of(interaction, user, size)
                .with("recordingMode", "muxed")
                .with("audioFx", EFFECT)
                .with("token", joinToken(interaction, user, size));
        return clients.join(server.signaling(), page.lasting(Duration.ofSeconds(600)));
    }

    /** Every operation, by the Python client of the guide, while one interaction runs and another waits. */
    @Test
    void aScriptDoesWhatAPersonCan() throws Exception {
        try (HeadlessParticipant ann = join("scripted", "ann", 1);
                HeadlessParticipant eve = join("lonely", "eve", 2)) {
            ann.await(Milestone.START, PATIENCE);
            eve.await(Milestone.JOINED, PATIENCE);
            String script = Files.readString(Project.ROOT.resolve("bundles/itest/src/test/resources/study.py"));
            Process python = new ProcessBuilder("python3", "-c", script, server.origin(), TOKEN)
                    .redirectErrorStream(true)
                    .directory(Project.ROOT.resolve("docs").toFile())
                    .start();
            String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(python.waitFor()).as(said).isZero();
            ann.await(Milestone.END, PATIENCE);
            assertThat(ann.transcript().entries())
                    .anyMatch(entry ->
                            entry.kind().equals("message") && entry.text().contains("hello"));
        }
    }

    /** The answers of a server that runs have the form that the document says. */
    @Test
    void whatTheServerAnswersIsDocumented() throws Exception {
        try (HeadlessParticipant ann = join("documented", "ann", 1)) {
            ann.await(Milestone.START, PATIENCE);
            String id = "";
            for (JsonNode one : get("interactions")) {
                id = one.path("name").asText().equals("documented")
                        ? one.path("id").asText()
                        : id;
            }
            String run = get("recordings?interaction=documented").at("/0/id").asText();
            List<String> asked = new ArrayList<>();
            for (var path : document.path("paths").properties()) {
                if (path.getValue().has("get")) {
                    String there = path.getKey().substring(1);
                    there = there.replace("{id}", id).replace("{run}", run).replace("{name}", "pitch");
                    HttpResponse<String> answer = send("GET", there, "Bearer " + TOKEN, null);
                    assertThat(answer.statusCode()).as(there).isEqualTo(200);
                    assertThat(problems(path.getValue().at("/get/responses/200"), answer.body()))
                            .as(there)
                            .isEmpty();
                    asked.add(path.getKey());
                }
            }
            assertThat(asked).hasSizeGreaterThan(10).contains("/recordings/{run}", "/interactions/{id}", "/doctor");
        }
    }

    private static List<String> problems(JsonNode response, String body) throws Exception {
        ObjectNode schema = response.at("/content/application~1json/schema").deepCopy();
        schema.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(JSON.readTree(body))
                .stream()
                .map(Object::toString)
                .toList();
    }

    /**
     * The table of docs/security.md. Without the token of the API a request learns nothing of what there is, and changes
     * nothing, whatever else it has.
     */
    @Test
    void whoMayDoWhat() throws Exception {
        List<String> others = new ArrayList<>();
        others.add(null);
        others.add("Bearer " + TOKEN + "x");
        others.add("Bearer ");
        others.add("Bearer " + joinToken("scripted", "ann", 1));
        others.add("Basic "
                + Base64.getEncoder().encodeToString(("ducksoup:" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
        int operations = 0;
        for (var path : document.path("paths").properties()) {
            String there = path.getKey().substring(1).replaceAll("\\{[a-z]+}", "0123456789abcdef");
            for (var method : path.getValue().properties()) {
                String name = method.getKey().toUpperCase(Locale.ROOT);
                for (String authorization : others) {
                    HttpResponse<String> answer = send(name, there, authorization, null);
                    assertThat(answer.statusCode())
                            .as("%s %s %s", name, there, authorization)
                            .isEqualTo(401);
                    assertThat(answer.body()).contains("\"key\":\"Authorization\"");
                    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
                }
                int status = send(name, there, "Bearer " + TOKEN, null).statusCode();
                assertThat(status)
                        .as("%s %s with the token", name, there)
                        .isIn(there.contains("0123") ? List.of(400, 404) : List.of(200, 400));
                assertThat(method.getValue().path("responses").has(String.valueOf(status)))
                        .isTrue();
                operations++;
            }
        }
        assertThat(operations).isGreaterThan(20);
        assertThat(send("GET", "nothing", null, null).statusCode()).isEqualTo(401);
        assertThat(send("GET", "nothing", "Bearer " + TOKEN, null).statusCode()).isEqualTo(404);
        assertThat(send("POST", "status", "Bearer " + TOKEN, null).statusCode()).isEqualTo(405);
        assertThat(send("GET", "interactions//end", "Bearer " + TOKEN, null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aRequestThatIsMalformedIsRefused() throws Exception {
        assertThat(send("PUT", "draining", "Bearer " + TOKEN, " ".repeat(65537)).statusCode())
                .isEqualTo(413);
        assertThat(send("GET", "recordings?last=1&last=2", "Bearer " + TOKEN, null)
                        .statusCode())
                .isEqualTo(400);
    }
}
