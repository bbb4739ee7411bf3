package org.ducksoup.itest.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.itest.tool.Guide;
import org.ducksoup.itest.tool.JoinToken;
import org.ducksoup.itest.tool.OTreeApp;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The guide's first plan in pages of oTree and of jsPsych: two participants meet, and each page says plan and role alone. */
@Tag("waits")
class PagesOfPlansTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "a secret of thirty-two characters";
    private static final int PATIENCE_MS = 60_000;
    /** Notes whether the page asks for a camera. */
    private static final String SPY = "const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
            + " window.cameras = [];"
            + " navigator.mediaDevices.getUserMedia = (wanted) => {"
            + " window.cameras.push(wanted.video !== undefined && wanted.video !== false); return real(wanted); };";

    private static final List<String> ROLES = List.of("speaker", "listener");

    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    private static ServerProcess server;

    @BeforeAll
    static void start() throws IOException {
        String plan = new Guide("docs/experiments.md")
                .example("voice-dyad.yaml")
                .replace("duration: 10:00", "duration: 8")
                .replace("at: 2:00, jitter: 10", "at: 2, jitter: 1")
                .replace("at: 5:00", "at: 4")
                .replace("at: 8:00", "at: 6")
                .replace("attack: 5", "attack: 1");
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_JOIN_TOKEN_SECRET", SECRET)
                .with("DUCKSOUP_ALLOWED_WS_ORIGINS", running.lab().origin())
                .withFile("etc/plans/voice-dyad.yaml", plan)
                .withFile("etc/plans/voices.yaml", "duration: 3\nroles: [a]\naudioOnly: true\nconditions: {main: {}}\n")
                .start();
        JsPsychTest.serveJsPsych(running.lab());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The plan has been carried out, with each one in the right role. */
    private static void check(String namespace, String interaction, Map<String, String> roles) throws Exception {
        RecordedRun run = RecordedRun.of(server.directory().resolve("data"), namespace, interaction);
        JsonNode manifest = run.finalManifest();
        assertThat(manifest.at("/plan/name").asText()).isEqualTo("voice-dyad");
        assertThat(manifest.at("/plan").has("trial")).isFalse();
        for (JsonNode participant : manifest.path("participants")) {
            String user = participant.path("userId").asText();
            assertThat(participant.at("/asked/role").asText()).as(user).isEqualTo(roles.get(user));
        }
        assertThat(manifest.path("participants")).hasSize(2);
        String timeline = Files.readString(run.directory().resolve("timeline.csv"));
        assertThat(timeline).contains("lower,1", "half-time,1", "normal,1");
    }

    @Test
    void aDyadOfOTree() throws Exception {
        OTreeApp first = OTreeApp.of(server.origin(), "tree-1", 1701)
                .with("call_plan", "voice-dyad")
                .with("call_roles", ROLES);
        List<OTreeApp> apps = List.of(first.inPlace("tree-1", 1, 2), first.inPlace("tree-2", 2, 2));
        List<ParticipantPage> pages = new ArrayList<>();
        for (OTreeApp app : apps) {
            JsonNode options = app.peerOptions(SECRET);
            assertThat(options.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "interactionName", "userId", "namespace", "plan", "role", "token", "signalingUrl");
            running.lab().putWithoutPolicy("/plan/" + app.participant(), app.page(SECRET));
            pages.add(ParticipantPage.open(running.browser(), running.lab().origin() + "/plan/" + app.participant()));
        }
        for (int i = 0; i < 2; i++) {
            pages.get(i).waitFor("#next", PATIENCE_MS);
            JsonNode kept =
                    apps.get(i).kept(running.lab().posted("/plan/" + apps.get(i).participant()));
            assertThat(kept.path("reason").asText()).as(kept.toString()).isEqualTo("completed");
            assertThat(kept.path("planned").asInt()).isBetween(6000, 8000);
            assertThat(kept.path("events").asText()).contains("Half of the time is over.");
            pages.get(i).close();
        }
        check("study", "s3ss10n-1701-1", Map.of("tree-1", "speaker", "tree-2", "listener"));
    }

    /** A page of jsPsych, with a token for the same plan and role. */
    private static ParticipantPage jsPsych(Map<String, String> place, Map<String, Object> more) throws Exception {
        String claims = JSON.writeValueAsString(place);
        Map<String, Object> parameters = new HashMap<>(place);
        parameters.putAll(more);
        parameters.put("token", JoinToken.of(SECRET, claims.substring(1, claims.length() - 1)));
        parameters.put("signalingUrl", server.webSocket().toString());
        String options = ParticipantPage.encode(JSON.writeValueAsString(parameters));
        return ParticipantPage.open(
                running.browser(), running.lab().origin() + "/jspsych-trial.html?options=" + options, SPY);
    }

    private static Map<String, String> place(String interaction, String user, String plan, String role) {
        return Map.of("interactionName", interaction, "userId", user, "plan", plan, "role", role);
    }

    private static JsonNode data(ParticipantPage page, String user) throws IOException {
        return JSON.readTree((String) page.evaluate("localStorage.getItem('" + user + " ducksoup')"));
    }

    @Test
    void aDyadOfJsPsych() throws Exception {
        List<String> users = List.of("psych-1", "psych-2");
        List<ParticipantPage> pages = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            pages.add(jsPsych(place("psych", users.get(i), "voice-dyad", ROLES.get(i)), Map.of()));
        }
        for (int i = 0; i < 2; i++) {
            pages.get(i).waitFor("#after", PATIENCE_MS);
            JsonNode data = data(pages.get(i), users.get(i));
            assertThat(data.path("reason").asText()).as(data.toString()).isEqualTo("completed");
            assertThat(data.path("planned").asInt()).isBetween(6000, 8000);
            assertThat(data.path("events").toString()).contains("Half of the time is over.");
            assertThat(pages.get(i).evaluate("cameras.join()")).isEqualTo("true");
            pages.get(i).close();
        }
        check("default", "psych", Map.of("psych-1", "speaker", "psych-2", "listener"));
    }

    /** The page says it, because the camera is asked for before the plan is known. */
    @Test
    void aPlanWithoutPicturesOpensNoCamera() throws Exception {
        try (ParticipantPage page = jsPsych(place("voices", "voice-1", "voices", "a"), Map.of("audioOnly", true))) {
            page.waitFor("#after", PATIENCE_MS);
            JsonNode data = data(page, "voice-1");
            assertThat(data.path("reason").asText()).as(data.toString()).isEqualTo("completed");
            assertThat(page.evaluate("cameras.join()")).isEqualTo("false");
        }
        try (ParticipantPage page =
                jsPsych(place("seen", "voice-2", "voice-dyad", "speaker"), Map.of("audioOnly", true))) {
            page.waitFor(".ducksoup-call[data-state=over] .ducksoup-go-on", PATIENCE_MS);
            page.click(".ducksoup-go-on");
            page.waitFor("#after");
            JsonNode data = data(page, "voice-2");
            assertThat(data.path("reason").asText()).as(data.toString()).isEqualTo("refused");
            assertThat(data.path("cause").asText()).isEqualTo("audioOnly");
            assertThat(data.path("message").asText()).contains("the plan voice-dyad says false");
        }
    }
}
