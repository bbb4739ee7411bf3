package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator learns of a server in the console, while a study runs. */
@Tag("waits")
class ConsoleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "Jk3l/8sD+f2mXq0v5nB7wE9rT1yU4iO6";
    private static final String PASSWORD = "not for the screen";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static ServerProcess server;
    private static HeadlessClients clients;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_API_TOKEN", TOKEN)
                .with("DUCKSOUP_TEST_PASSWORD", PASSWORD)
                .withConsole()
                .start();
        clients = HeadlessClients.open();
        // Nobody needs the bundle of the commands to join, so it may come after the server is ready.
        await().atMost(PATIENCE).untilAsserted(() -> server.console("ducksoup:recordings"));
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    private static JsonNode json(String command) throws Exception {
        return JSON.readTree(server.console(command));
    }

    /** A command that fails prints what it has found first. */
    private static String failure(String command) {
        try {
            throw new IllegalStateException(command + " succeeded: " + server.console(command));
        } catch (AssertionError failed) {
            return failed.getMessage();
        } catch (Exception e) {
            throw new AssertionError(command, e);
        }
    }

    @Test
    void plansAreListedAndChecked() throws Exception {
        Path plan = server.directory().resolve("walk.yaml");
        Files.writeString(plan, "duration: 60\nroles: [a]\nconditions: {main: {}}\n");
        assertThat(json("ducksoup:plan --json list")).isEmpty();
        JsonNode checked = json("ducksoup:plan --json --seed 5 check " + plan);
        assertThat(checked.path("passed").asBoolean()).isTrue();
        assertThat(checked.at("/timetable/seed").asInt()).isEqualTo(5);
        Files.writeString(plan, "duration: 60\nroles: [a]\n");
        assertThat(failure("ducksoup:plan --json check " + plan))
                .contains("\"passed\":false", "conditions is missing", "plan walk cannot be used");
        assertThat(failure("ducksoup:plan check nothing")).contains("there is no file", "ducksoup:plan list");
    }

    @Test
    void recordingsAreListedAndVerified() throws Exception {
        ParticipantOptions options = ParticipantOptions.mirror("recorded", "ann")
                .with("recordingMode", "muxed")
                .with("audioFx", "volume volume=1 name=loud");
        String id;
        try (HeadlessParticipant ann = clients.join(server.signaling(), options.lasting(Duration.ofSeconds(600)))) {
            ann.await(Milestone.START, PATIENCE);
            JsonNode active = json("ducksoup:recordings --json recorded").path(0);
            id = active.path("id").asText();
            assertThat(active.path("state").asText()).isEqualTo("active");
            assertThat(failure("ducksoup:verify " + id)).contains(id, "active", "when the interaction is over");
            server.console("ducksoup:stop recorded");
            ann.await(Milestone.END, PATIENCE);
        }
        RecordedRun run = RecordedRun.of(server.directory().resolve("data"), "recorded");
        run.finalManifest();
        await().atMost(PATIENCE).until(() -> json("ducksoup:recordings --json recorded")
                .at("/0/state")
                .asText()
                .equals("complete"));
        assertThat(server.console("ducksoup:recordings; ducksoup:recordings --help; ducksoup:verify --help"))
                .containsPattern(
                        id + " +. default/recorded +. \\d{4}-.* complete +. stopped +. 2 +. .* 1 operator_stop")
                .contains("Only the runs of this interaction", "as ducksoup:recordings lists them");
        assertThat(failure("ducksoup:recordings nothing")).contains("no run of an interaction nothing");
        assertThat(server.console("ducksoup:verify recorded")).contains("-wet.mkv", "opus", "2 files as recorded");
        JsonNode verified = json("ducksoup:verify --json " + id);
        assertThat(verified.path("passed").asBoolean()).isTrue();
        assertThat(verified.path("findings")).isEmpty();
        whatIsChangedIsFound(run, id);
    }

    private static void whatIsChangedIsFound(RecordedRun run, String id) throws Exception {
        List<Path> media = run.media();
        Files.write(media.get(0), new byte[] {0}, StandardOpenOption.APPEND);
        Files.delete(media.get(1));
        assertThat(failure("ducksoup:verify " + id))
                .contains("ERROR", "changed after the recording", "is missing", "Take it from the backup")
                .contains("errors in 2 files", "is not as it was recorded");
        String printed = failure("ducksoup:verify --json " + id);
        JsonNode document = JSON.readTree(printed.substring(printed.indexOf('{')));
        assertThat(document.path("passed").asBoolean()).isFalse();
        assertThat(document.path("findings").findValuesAsText("what")).anyMatch(what -> what.contains("is missing"));
        assertThatThrownBy(() -> server.console("ducksoup:verify nothing"))
                .hasMessageContaining("no run is called nothing");
    }

    @Test
    void settingsAreShownWithTheirOriginAndWithoutSecrets() throws Exception {
        assertThat(server.console("ducksoup:settings; ducksoup:settings --help"))
                .doesNotContain(TOKEN, PASSWORD)
                .containsPattern("org.ducksoup.web +. apiToken +. DUCKSOUP_API_TOKEN +. \\*{8} +. environment variable")
                .containsPattern("org.ducksoup.sfu +. mtu +. +. 1280 +. config/sfu.yml")
                .contains("DUCKSOUP_PORT", "Part of the name");
        assertThat(server.console("ducksoup:settings --changed"))
                .contains("apiToken")
                .doesNotContain("maxSize");
        JsonNode port = json("ducksoup:settings --json DUCKSOUP_PORT").path(0);
        assertThat(port.path("pid").asText()).isEqualTo("org.ducksoup.web");
        assertThat(port.path("value").asText()).isEqualTo(String.valueOf(server.port()));
        assertThat(port.path("default").asBoolean(true)).isFalse();
        assertThat(port.path("origin").asText()).isEqualTo("environment variable DUCKSOUP_PORT");
        assertThat(failure("ducksoup:settings prot")).contains("no setting has prot in its name");
    }

    /** Secrets are in the components that need them, and nowhere else, also while their bundle is exchanged. */
    @Test
    void theContainersOwnCommandsHaveNoSecretsEither() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(server.console("config:list"))
                    .contains("apiToken = masked-")
                    .doesNotContain(TOKEN, PASSWORD);
            assertThat(status("Bearer " + TOKEN, "/api/v1/status")).isEqualTo(200);
            assertThat(status("Bearer wrong", "/api/v1/status")).isEqualTo(401);
            server.console("bundle:restart org.ducksoup.settings");
        }
        server.console("bundle:restart org.ducksoup.web");
        await().atMost(PATIENCE).until(() -> status("Bearer " + TOKEN, "/api/v1/status") == 200);
        String login = Base64.getEncoder().encodeToString(("ducksoup:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(status("Basic " + login, "/test/mirror/")).isEqualTo(200);
        assertThat(status("Basic " + login + "x", "/test/mirror/")).isEqualTo(401);
    }

    private static int status(String authorization, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.origin() + path))
                .header("Authorization", authorization)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** What is missing is named with its cause, and the commands stay: a doctor for the healthy alone is of no use. */
    @Test
    void theDoctorFindsWhatIsMissing() throws Exception {
        assertThat(server.console("ducksoup:doctor; ducksoup:doctor --help"))
                .contains("OK       bundles: ", "Every component has what it needs", "OK       media: GStreamer ")
                .contains("TCP port " + server.port() + " is bound", "UDP port " + server.udpPort() + " is bound")
                .contains("OK       disk: ", "recordings begin above 500 MiB", "STUN and TURN: None is set")
                .doesNotContain("ERROR");
        assertThat(json("ducksoup:doctor --json").findValuesAsText("level")).hasSizeGreaterThan(8);
        server.console("bundle:stop org.ducksoup.transport");
        try {
            assertThat(failure("ducksoup:doctor"))
                    .contains("org.ducksoup.transport", "is resolved and not started", "bundle:start")
                    .contains("sfu.Interactions lacks PeerConnectionFactory, which no bundle provides")
                    .contains("web.ReadyLine lacks InteractionRegistry, because sfu.Interactions lacks")
                    .contains("UDP port " + server.udpPort() + " is not bound", "are wrong with this server");
            assertThat(failure("ducksoup:interactions")).contains("ducksoup:doctor says what is missing");
            assertThat(server.console("ducksoup:recordings")).isNotEmpty();
        } finally {
            server.console("bundle:start org.ducksoup.transport");
        }
        await().atMost(PATIENCE).untilAsserted(() -> server.console("ducksoup:doctor; ducksoup:status"));
    }

    @Test
    void partsAreShownWithTheirBundles() throws Exception {
        assertThat(server.console("ducksoup:recorders; ducksoup:estimators; ducksoup:observers; ducksoup:effect pitch;"
                        + " ducksoup:effect --help"))
                .containsPattern("muxed +. org.ducksoup.recording +. 1\\.\\S+ +. 0 +. in use")
                .containsPattern("gcc +. org.ducksoup.congestion +. ")
                .containsPattern("org.ducksoup.recording.manifest.ManifestObserver +. org.ducksoup.recording")
                .contains("New interactions use loss")
                .containsPattern("pitch +. float +. 1.* +. yes")
                .contains("As ducksoup:effects lists it");
        JsonNode recorders = json("ducksoup:recorders --json");
        assertThat(recorders.findValuesAsText("name")).contains("muxed", "split", "passthrough");
        assertThat(recorders.findValuesAsText("use")).containsOnly("in use");
        assertThat(json("ducksoup:estimators --json").findValuesAsText("name")).containsExactly("gcc", "loss");
        assertThat(json("ducksoup:observers --json").findValuesAsText("bundle"))
                .contains("org.ducksoup.recording", "org.ducksoup.stats");
        JsonNode pitch = json("ducksoup:effect --json pitch");
        assertThat(pitch.path("kind").asText()).isEqualTo("audio");
        assertThat(pitch.path("properties").findValuesAsText("name")).contains("pitch");
        assertThat(pitch.path("bundles")).isEmpty();
        assertThat(failure("ducksoup:effect ptich")).contains("there is no effect ptich here");
    }
}
