package org.ducksoup.itest.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.itest.tool.Guide;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.LabServer;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.network.FreePorts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The plug-in with jsPsych as it is published: the trial ends at every end of a call, and its data say which. */
@Tag("waits")
class JsPsychTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path MODULES = Project.ROOT.resolve("front/node_modules");
    private static final int PATIENCE_MS = 45_000;

    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    @TempDir
    private static Path project;

    @BeforeAll
    static void serveJsPsych() throws IOException {
        serveJsPsych(running.lab());
    }

    static void serveJsPsych(LabServer lab) throws IOException {
        lab.put("/jspsych.js", module("jspsych"));
        lab.put("/jspsych-7.js", module("jspsych-7"));
        lab.put("/jspsych.css", Files.readString(MODULES.resolve("jspsych/css/jspsych.css")));
        lab.put("/plugin-html-button-response.js", module("@jspsych/plugin-html-button-response"));
    }

    private static String module(String name) throws IOException {
        return Files.readString(MODULES.resolve(name).resolve("dist/index.browser.min.js"));
    }

    private static String url(String path, String interaction, String user, Object... more) {
        Object[] options = java.util.Arrays.copyOf(
                new Object[] {"interactionName", interaction, "userId", user, "duration", 60, "size", 1},
                more.length + 8);
        System.arraycopy(more, 0, options, 8, more.length);
        return running.meeting().labUrl(path + "?", options);
    }

    private static ParticipantPage trial(String interaction, String user, Object... more) {
        return ParticipantPage.open(running.browser(), url("/jspsych-trial.html", interaction, user, more));
    }

    private static JsonNode dataOf(ParticipantPage page, String user) throws IOException {
        return JSON.readTree((String) page.evaluate("localStorage.getItem('" + user + " ducksoup')"));
    }

    /** The participant reads a sentence, presses the button, and goes on. */
    private static JsonNode endsWith(String reason, ParticipantPage page, String user) throws IOException {
        page.waitFor(".ducksoup-call[data-state=over] .ducksoup-go-on", PATIENCE_MS);
        String sentence = page.text(".ducksoup-sentence");
        assertThat(sentence).as(user).matches("[A-Z].*\\.");
        assertThat(page.evaluate("document.querySelectorAll('video, audio').length"))
                .isEqualTo(0);
        page.click(".ducksoup-go-on");
        page.waitFor("#after");
        assertThat(page.evaluate("document.querySelector('.ducksoup-call')")).isNull();
        JsonNode data = dataOf(page, user);
        System.out.printf("  %s: %s%n", sentence, data);
        assertThat(data.path("reason").asText()).as(data.toString()).isEqualTo(reason);
        assertThat(data.path("trial_type").asText()).isEqualTo("ducksoup");
        return data;
    }

    @Test
    void theGuidesExperimentIsCompleted() throws Exception {
        Guide guide = new Guide("docs/embedding.md");
        String page = guide.example("jspsych.html").replace("https://ducksoup-host.com", "${DUCKSOUP}");
        String script = guide.example("experiment.js")
                .replace("wss://ducksoup-host.com/ws", "${SIGNALING}")
                .replace("trial-7", "jspsych")
                .replace("duration: 120", "duration: 6");
        List<ParticipantPage> pages = new ArrayList<>();
        for (String user : List.of("p-23", "p-24")) {
            running.lab()
                    .putWithoutPolicy(
                            "/jspsych-" + user + ".html", page.replace("experiment.js", "jspsych-" + user + ".js"));
            running.lab().put("/jspsych-" + user + ".js", script.replace("p-23", user));
            pages.add(ParticipantPage.open(running.browser(), running.lab().origin() + "/jspsych-" + user + ".html"));
        }
        for (ParticipantPage participant : pages) {
            participant.click("button");
        }
        for (ParticipantPage participant : pages) {
            participant.waitFor(".ducksoup-call[data-state=talking] video");
        }
        pages.get(0).look("jspsych-call");
        for (ParticipantPage participant : pages) {
            participant.waitFor("text=How was it?", PATIENCE_MS);
            JsonNode data = JSON.readTree(
                    (String) participant.evaluate("jsPsych.data.get().filter({ trial_type: 'ducksoup' }).json()"));
            assertThat(data).hasSize(1);
            JsonNode trial = data.get(0);
            System.out.println("  " + trial);
            assertThat(trial.path("reason").asText()).isEqualTo("completed");
            assertThat(trial.path("interactionName").asText()).isEqualTo("jspsych");
            assertThat(trial.path("planned").asInt()).isEqualTo(6000);
            assertThat(trial.path("talked").asInt()).isBetween(5000, 20_000);
            assertThat(trial.path("files")).hasSize(2);
            assertThat(trial.path("events").findValuesAsText("kind")).contains("joined", "start", "files", "end");
            assertThat((String) participant.evaluate("jsPsych.data.get().csv()"))
                    .contains("\"completed\"");
            participant.close();
        }
    }

    /** All of them at once, since most of their time is waiting. */
    @Test
    void everyOtherEndIsToldAndTheParticipantGoesOn() throws Exception {
        String nowhere = "ws://localhost:" + FreePorts.tcp() + "/ws";
        String denied = url("/denied/jspsych-trial.html", "ends-denied", "denied");
        try (ParticipantPage inside = trial("ends-inside", "inside", "canLeave", true);
                ParticipantPage lonely = trial("ends-lonely", "lonely", "size", 2, "audioOnly", true);
                ParticipantPage unreachable = trial("ends-nowhere", "unreachable", "signalingUrl", nowhere);
                ParticipantPage mistaken = trial("ends-mistaken", "mistaken", "audioFx", "nosuchfilter");
                ParticipantPage patient = trial("ends-patient", "patient", "size", 2, "startWithin", 4);
                ParticipantPage shy = ParticipantPage.open(running.browser(), denied)) {
            assertThat(endsWith("no_devices", shy, "denied").path("cause").asText())
                    .isEqualTo("NotAllowedError");
            assertThat(endsWith("refused", mistaken, "mistaken").path("cause").asText())
                    .isEqualTo("audioFx");
            endsWith("no_end", patient, "patient");
            inside.waitFor(".ducksoup-call[data-state=talking]", PATIENCE_MS);
            try (ParticipantPage twice = trial("ends-inside", "inside", "canLeave", true);
                    ParticipantPage late = trial("ends-inside", "late")) {
                endsWith("duplicate", twice, "inside");
                endsWith("full", late, "late");
            }
            inside.click(".ducksoup-leave");
            assertThat(endsWith("left", inside, "inside").path("talked").asInt())
                    .isPositive();
            lonely.waitFor("[data-state=over]", PATIENCE_MS);
            lonely.look("jspsych-over");
            JsonNode alone = endsWith("others_missing", lonely, "lonely");
            assertThat(alone.path("event").asText()).isEqualTo("error-aborted");
            assertThat(alone.path("talked").asInt()).isZero();
            endsWith("unreachable", unreachable, "unreachable");
        }
    }

    @Test
    void aParticipantWithoutDevicesGoesOn() throws Exception {
        try (Browser bare = new Browser("ducksoup", "ducksoup");
                ParticipantPage page = ParticipantPage.open(bare, url("/jspsych-trial.html", "ends-bare", "bare"))) {
            assertThat(endsWith("no_devices", page, "bare").path("cause").asText())
                    .isEqualTo("NotFoundError");
        }
    }

    @Test
    void aPageThatIsClosedLeavesItsData() throws Exception {
        try (ParticipantPage page = trial("ends-closed", "closing")) {
            page.waitFor(".ducksoup-call[data-state=talking]");
            page.evaluate("location.href = '/still.html'");
            page.waitFor("html:not(:has(.jspsych-display-element))");
            assertThat(dataOf(page, "closing").path("reason").asText()).isEqualTo("page_closed");
        }
    }

    /** jsPsych ends the trial itself. The camera is released, and the next trial is not ended in its place. */
    @Test
    void anExperimentThatIsAbortedReleasesTheCamera() {
        try (ParticipantPage page = trial("ends-aborted", "aborting")) {
            page.waitFor(".ducksoup-call[data-state=talking] video");
            page.evaluate("window.camera = document.querySelector('video').srcObject.getTracks()[0], 0");
            page.evaluate("jsPsych.abortCurrentTimeline(), jsPsych.finishTrial({ aborted: true })");
            page.waitFor("html:not(:has(.ducksoup-call))");
            assertThat(page.evaluate("new Promise((resolve) => setTimeout(() => resolve(camera.readyState), 500))"))
                    .isEqualTo("ended");
            assertThat(page.evaluate("jsPsych.data.get().count()")).isEqualTo(1);
            assertThat(page.evaluate("jsPsych.data.get().values()[0].aborted")).isEqualTo(true);
        }
    }

    @Test
    void theSameScriptWorksWithJsPsych7() throws Exception {
        String page = Files.readString(Path.of("src/test/resources/lab/jspsych-trial.html"));
        running.lab().put("/jspsych-seven.html", page.replace("/jspsych.js", "/jspsych-7.js"));
        String mirror = url("/jspsych-seven.html", "seven", "seven", "duration", 2);
        String denied = url("/denied/jspsych-seven.html", "seven-denied", "shy-7");
        try (ParticipantPage shy = ParticipantPage.open(running.browser(), denied);
                ParticipantPage completing = ParticipantPage.open(running.browser(), mirror)) {
            assertThat(shy.evaluate("jsPsych.version()")).asString().startsWith("7.");
            endsWith("no_devices", shy, "shy-7");
            completing.waitFor("#after", PATIENCE_MS);
            assertThat(dataOf(completing, "seven").path("reason").asText()).isEqualTo("completed");
        }
    }

    /** A lab's project: the package that the server serves, jsPsych as a module, and a bundler. */
    @Test
    void thePackageIsInstalledAndBundled() throws Exception {
        Path archive = project.resolve("jspsych-plugin-ducksoup.tgz");
        URI served = running.server().page("/assets/scripts/lib/" + archive.getFileName());
        HttpResponse<Path> got = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(served).build(), HttpResponse.BodyHandlers.ofFile(archive));
        assertThat(got.statusCode()).isEqualTo(200);
        Files.writeString(project.resolve("package.json"), "{\"type\": \"module\"}");
        Files.writeString(project.resolve("page.js"), """
                import { initJsPsych } from "jspsych";
                import DuckSoupPlugin from "jspsych-plugin-ducksoup";
                const jsPsych = initJsPsych({ on_finish: () => (window.trialData = jsPsych.data.get().values()) });
                jsPsych.run([{
                  type: DuckSoupPlugin, signalingUrl: "${SIGNALING}", interactionName: "bundled", userId: "me",
                  size: () => 1, duration: 2, recordingMode: "none", data: { dyad: 17 },
                }]);
                """);
        // jsPsych comes from elsewhere, and so the registry is not asked.
        run("npm", "install", "--offline", "--legacy-peer-deps", "--no-audit", "--no-fund", archive.toString());
        String esbuild = MODULES.resolve("esbuild/bin/esbuild").toString();
        run("node", esbuild, "page.js", "--bundle", "--log-level=warning", "--outfile=bundle.js");
        running.lab().put("/jspsych-bundle.js", Files.readString(project.resolve("bundle.js")));
        running.lab()
                .put("/jspsych-bundle.html", "<!doctype html><body></body><script src=jspsych-bundle.js></script>");
        try (ParticipantPage page =
                ParticipantPage.open(running.browser(), running.lab().origin() + "/jspsych-bundle.html")) {
            page.evaluate("new Promise((resolve) => {"
                    + "const look = () => (window.trialData ? resolve() : setTimeout(look, 50)); look(); })");
            assertThat(page.evaluate("trialData[0].reason")).isEqualTo("completed");
            assertThat(page.evaluate("trialData[0].dyad")).isEqualTo(17);
        }
    }

    private static void run(String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("NODE_PATH", MODULES.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
