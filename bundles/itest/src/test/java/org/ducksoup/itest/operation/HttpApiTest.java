package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.itest.tool.JoinToken;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.network.WebhookReceiver;
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
    private static final String PLAN = """
            duration: 60
            roles: [a]
            effects: { a: { audioFx: pitch pitch=1 name=voice } }
            conditions: { high: {}, low: {} }
            timeline:
              - step: change
                when: { at: 30 }
                do: { set: a.voice.pitch, to: { condition: { high: 1.1, low: 0.9 } } }
            """;
    private static final String TOKEN = "Jk3l/8sD+f2mXq0v5nB7wE9rT1yU4iO6";
    private static final String JOIN_SECRET = "a secret of the experiment's server, quite long";
    private static final String WEBHOOK_SECRET = "a secret of the server and its receivers";
    private static final String EFFECT = "volume volume=1 name=loud";
    private static final String PASSWORD = "somewhat long";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static WebhookReceiver receiver;
    /** A receiver that takes connections and says nothing. */
    private static ServerSocket silent;

    private static ServerProcess server;
    private static HeadlessClients clients;
    private static JsonNode document;

    @BeforeAll
    static void start() throws Exception {
        receiver = new WebhookReceiver();
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                // One interaction waits meanwhile, for as long as the operations take.
                .withFile("etc/org.ducksoup.sfu.cfg", "waitForOthersSeconds = 600\n")
                .withFile("etc/plans/pitch.yaml", PLAN)
                .with("DUCKSOUP_API_TOKEN", TOKEN)
                .with("DUCKSOUP_JOIN_TOKEN_SECRET", JOIN_SECRET)
                .with("DUCKSOUP_TEST_PASSWORD", PASSWORD)
                .with("DUCKSOUP_WEBHOOK_URLS", receiver.url() + ",http://127.0.0.1:" + silent.getLocalPort() + "/hook")
                .with("DUCKSOUP_WEBHOOK_SECRET", WEBHOOK_SECRET)
                .start();
        clients = HeadlessClients.open();
        // Nobody needs the bundle that answers to join, so it may come after the server is ready.
        await().atMost(PATIENCE)
                .until(() ->
                        send("GET", "openapi.json", "Bearer " + TOKEN, null).statusCode() == 200);
        document = get("openapi.json");
    }

    @AfterAll
    static void stop() throws Exception {
        clients.close();
        server.close();
        receiver.close();
        silent.close();
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

    /** The {@code id} of a running interaction. */
    private static String id(String name) throws Exception {
        for (JsonNode one : get("interactions")) {
            if (one.path("name").asText().equals(name)) {
                return one.path("id").asText();
            }
        }
        throw new AssertionError("no interaction is called " + name);
    }

    private static HeadlessParticipant join(String interaction, String user, int size) throws Exception {
        ParticipantOptions page = ParticipantOptions.of(interaction, user, size)
                .with("recordingMode", "muxed")
                .with("audioFx", EFFECT)
                .with("token", JoinToken.of(JOIN_SECRET, interaction, user, size, EFFECT));
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
            String id = id("documented");
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

    /** Of a response or of the body of a request. */
    private static List<String> problems(JsonNode content, String body) throws Exception {
        ObjectNode schema = content.at("/content/application~1json/schema").deepCopy();
        schema.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(JSON.readTree(body))
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** One receiver starts late, and the other one hangs: neither costs the call anything. */
    @Test
    void whatHappensIsToldToTheExperimentsServer() throws Exception {
        try (HeadlessParticipant ann = join("told", "ann", 1)) {
            ann.await(Milestone.START, PATIENCE);
            String id = id("told");
            send("POST", "interactions/" + id + "/end", "Bearer " + TOKEN, null);
            ann.await(Milestone.END, PATIENCE);
        }
        await().atMost(PATIENCE).until(() -> told("told").contains("recordings.complete"));
        assertThat(told("told")).containsExactly("interaction.started", "interaction.ended", "recordings.complete");
        List<WebhookReceiver.Request> all = receiver.requests();
        assertThat(all.get(1).headers().get("webhook-id"))
                .as("the first message failed, and came again")
                .isEqualTo(all.get(0).headers().get("webhook-id"));
        for (WebhookReceiver.Request request : all) {
            JsonNode message = JSON.readTree(request.body());
            JsonNode described =
                    document.path("webhooks").path(message.path("type").asText());
            assertThat(problems(described.at("/post/requestBody"), request.body()))
                    .as(request.body())
                    .isEmpty();
            assertThat(message.path("id").asText()).isEqualTo(request.headers().get("webhook-id"));
        }
        String run = get("recordings?interaction=told").at("/0/id").asText();
        assertThat(all).anyMatch(request -> request.body().contains("\"run\":\"" + run + "\""));
        assertThat(verified(all.get(0), WEBHOOK_SECRET)).isEqualTo(all.get(0).body());
        assertThat(verified(all.get(0), "another secret")).contains("ValueError: the signature is wrong");
        await().atMost(PATIENCE).until(() -> !outages(silent.getLocalPort()).isEmpty());
        assertThat(outages(silent.getLocalPort())).singleElement().asString().contains("did not answer within 10 s");
        assertThat(server.log()).doesNotContain(WEBHOOK_SECRET);
        assertThat(server.output()).doesNotContain(WEBHOOK_SECRET);
    }

    /** The types of the messages about an interaction, each message once. */
    private static List<String> told(String interaction) throws Exception {
        Map<String, String> types = new LinkedHashMap<>();
        for (WebhookReceiver.Request request : receiver.requests()) {
            JsonNode message = JSON.readTree(request.body());
            if (message.at("/interaction/name").asText().equals(interaction)) {
                types.put(message.path("id").asText(), message.path("type").asText());
            }
        }
        return List.copyOf(types.values());
    }

    private static List<String> outages(int port) {
        return server.log()
                .lines()
                .filter(line -> line.contains("receiver of webhooks at http://127.0.0.1:" + port + " does not take"))
                .toList();
    }

    /** What the guide's Python function makes of a request: its body again, or an error. */
    private static String verified(WebhookReceiver.Request request, String secret) throws Exception {
        String script = "import json, sys\nfrom ducksoup_client import verified_webhook\n"
                + "body = sys.argv[3].encode()\n"
                + "assert verified_webhook(sys.argv[1], json.loads(sys.argv[2]), body) == json.loads(body)\n"
                + "print(body.decode(), end='')";
        Process python = new ProcessBuilder(
                        "python3", "-c", script, secret, JSON.writeValueAsString(request.headers()), request.body())
                .redirectErrorStream(true)
                .directory(Project.ROOT.resolve("docs").toFile())
                .start();
        return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
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
        others.add("Bearer " + JoinToken.of(JOIN_SECRET, "scripted", "ann", 1, EFFECT));
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
