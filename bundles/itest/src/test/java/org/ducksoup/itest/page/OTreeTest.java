package org.ducksoup.itest.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.ducksoup.itest.tool.OTreeApp;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Participants of oTree go on after every end of a call, and oTree keeps how it ended. */
@Tag("waits")
class OTreeTest {
    private static final int PATIENCE_MS = 45_000;
    private static int groups;

    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    private static OTreeApp app(String participant) {
        return OTreeApp.of(running.server().origin(), participant, ++groups);
    }

    private static String path(OTreeApp app) {
        return "/p/" + app.participant() + "/call/Call/2";
    }

    /** @param before the page's path, for instance {@code /denied} */
    private static ParticipantPage open(OTreeApp app, Browser browser, String before) {
        running.lab().putWithoutPolicy(path(app), app.page());
        return ParticipantPage.open(browser, running.lab().origin() + before + path(app));
    }

    private static ParticipantPage open(OTreeApp app) {
        return open(app, running.browser(), "");
    }

    /** The fields of the player after the form was posted. */
    private static JsonNode kept(OTreeApp app, ParticipantPage page) {
        page.waitFor("#next", PATIENCE_MS);
        JsonNode fields = app.kept(running.lab().posted(path(app)));
        System.out.println("  " + fields);
        assertThat(fields.has("errors")).as(fields.toString()).isFalse();
        return fields;
    }

    /** The participant reads a sentence, and presses the button. */
    private static JsonNode endsWith(String reason, OTreeApp app, ParticipantPage page) {
        page.waitFor(".ducksoup-call[data-state=over] .ducksoup-go-on", PATIENCE_MS);
        assertThat(page.text(".ducksoup-sentence")).matches("[A-Z].*\\.");
        page.click(".ducksoup-go-on");
        JsonNode fields = kept(app, page);
        assertThat(fields.path("reason").asText()).as(fields.toString()).isEqualTo(reason);
        return fields;
    }

    @Test
    void thePythonPartIsTested() {
        assertThat(OTreeApp.tests()).contains("OK").containsPattern("Ran \\d\\d tests");
    }

    @Test
    void aCallIsCompletedAndItsFormIsPostedByItself() throws Exception {
        OTreeApp app = app("completes").with("call_seconds", 6);
        try (ParticipantPage page = open(app)) {
            page.waitFor(".ducksoup-call[data-state=talking] video", PATIENCE_MS);
            page.look("otree-call");
            JsonNode fields = kept(app, page);
            assertThat(fields.path("reason").asText()).isEqualTo("completed");
            assertThat(fields.path("event").asText()).isEqualTo("end");
            assertThat(fields.path("planned").asInt()).isEqualTo(6000);
            assertThat(fields.path("talked").asInt()).isBetween(5000, 20_000);
            assertThat(fields.path("files").asText()).contains("-u-completes-");
            assertThat(fields.path("events").asText()).contains("\"kind\":\"start\"");
        }
    }

    /** All of them at once, since most of their time is waiting. */
    @Test
    void everyOtherEndIsKeptAndTheParticipantGoesOn() throws Exception {
        OTreeApp alone = app("alone").with("call_size", 2);
        OTreeApp wrong = app("mistaken").with("call_effects", new String[] {"nosuchfilter"});
        OTreeApp denied = app("denied");
        OTreeApp inside = app("inside");
        OTreeApp late = inside.inPlace("late", 1, 1);
        try (ParticipantPage lonely = open(alone);
                ParticipantPage mistaken = open(wrong);
                ParticipantPage shy = open(denied, running.browser(), "/denied");
                ParticipantPage first = open(inside)) {
            assertThat(endsWith("no_devices", denied, shy).path("cause").asText())
                    .isEqualTo("NotAllowedError");
            assertThat(endsWith("refused", wrong, mistaken).path("cause").asText())
                    .isEqualTo("audioFx");
            first.waitFor(".ducksoup-call[data-state=talking]", PATIENCE_MS);
            try (ParticipantPage second = open(late)) {
                endsWith("full", late, second);
            }
            try (ParticipantPage again = open(inside)) {
                endsWith("duplicate", inside, again);
            }
            lonely.waitFor("[data-state=over]", PATIENCE_MS);
            lonely.look("otree-over");
            JsonNode fields = endsWith("others_missing", alone, lonely);
            assertThat(fields.path("event").asText()).isEqualTo("error-aborted");
            assertThat(fields.path("cause").asText()).isEqualTo("size");
            assertThat(fields.path("talked").asInt()).isZero();
        }
    }

    @Test
    void aParticipantWithoutDevicesGoesOn() throws Exception {
        OTreeApp app = app("bare");
        try (Browser bare = new Browser("ducksoup", "ducksoup");
                ParticipantPage page = open(app, bare, "")) {
            assertThat(endsWith("no_devices", app, page).path("cause").asText()).isEqualTo("NotFoundError");
        }
    }

    /** Then the script is not there either. */
    @Test
    void withoutDuckSoupTheParticipantGoesOn() {
        OTreeApp app = OTreeApp.of("http://localhost:" + FreePorts.tcp(), "nowhere", ++groups);
        try (ParticipantPage page = open(app)) {
            page.click("#without button");
            assertThat(kept(app, page).path("reason").asText()).isEqualTo("unreachable");
        }
    }

    @Test
    void aReloadedPageTakesItsCallUpAgainAndPostsNothing() {
        OTreeApp app = app("reloading");
        try (ParticipantPage page = open(app)) {
            page.waitFor(".ducksoup-call[data-state=talking] video", PATIENCE_MS);
            page.reload();
            page.waitFor(".ducksoup-call[data-state=talking] video", PATIENCE_MS);
            assertThat(running.lab().posted(path(app))).isEmpty();
        }
    }

    @Test
    void aServerThatStopsEndsTheCall() {
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_ALLOWED_WS_ORIGINS", running.lab().origin())
                .start()) {
            OTreeApp app = OTreeApp.of(server.origin(), "stopped", ++groups);
            try (ParticipantPage page = open(app)) {
                page.waitFor(".ducksoup-call[data-state=talking] video", PATIENCE_MS);
                server.stop(Duration.ofSeconds(30));
                assertThat(endsWith("ended_early", app, page).path("cause").asText())
                        .isEqualTo("shutdown");
            }
        }
    }
}
