package org.ducksoup.itest.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.Screenshots;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.peer.Transcript;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator tries one role of a dyad alone, in Chromium, with the timetable beside the pictures. */
@Tag("waits")
class PlanTrialTest {
    private static final String API_TOKEN = "0123456789abcdefghijklmnopqrstuv";
    private static final String PLAN = """
            duration: 16
            roles: [a, b]
            effects:
              a: { audioFx: "pitch pitch=1 name=voice" }
            conditions:
              lower: {}
              sham: { shamOf: lower, neutral: { a.voice.pitch: 1 } }
            assignment: { by: sequence }
            timeline:
              - step: hello
                when: { at: 2 }
                do: { message: all, text: "Hello." }
              - step: lower
                when: { at: 5, jitter: 0.5 }
                do: { ramp: a.voice.pitch, to: { random: [0.8, 0.9] }, attack: 1 }
              - step: encourage
                when: { silence: b, for: 1 }
                do: { message: b, text: "Please go on." }
              - step: question
                when: { marker: question }
                do: { message: a, text: "What do you think?" }
              - step: goodbye
                when: { at: 14 }
                do: { message: all, text: "It ends soon." }
            """;

    private static ServerProcess server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_API_TOKEN", API_TOKEN)
                // A trial's code stands for the token that participants need.
                .with("DUCKSOUP_JOIN_TOKEN_SECRET", "a secret of thirty-two characters")
                .withFile("etc/plans/talk.yaml", PLAN)
                .start();
        browser = new Browser(TestMedia.ordinary(Project.MEDIA), "ducksoup", "ducksoup");
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    private static void await(Page page, String selector) {
        page.waitForSelector(
                selector,
                new Page.WaitForSelectorOptions()
                        .setState(WaitForSelectorState.ATTACHED)
                        .setTimeout(60_000));
    }

    private static List<String> marked(Page page, String state) {
        return page.querySelectorAll("#timetable-steps [data-step=" + state + "] .step-name").stream()
                .map(element -> element.textContent())
                .toList();
    }

    @Test
    void aRoleOfADyadIsTriedAloneBesideItsTimetable() throws Exception {
        Page page = browser.open(server.page("/test/mirror/").toString());
        page.fill("#apiToken", "wrong");
        page.click("#look-up");
        await(page, "#trial-problem:not([hidden])");
        assertThat(page.textContent("#trial-problem")).contains("DUCKSOUP_API_TOKEN");
        browser.forgetComplaints();
        page.fill("#apiToken", API_TOKEN);
        page.click("#look-up");
        page.selectOption("#tryPlan", "talk");
        page.selectOption("#tryRole", "a");
        page.selectOption("#tryCondition", "sham");
        page.fill("#trySeed", "17");
        page.fill("#interactionName", "alone");
        Screenshots.onlyHere(page, "trial-form");
        page.click("#try");
        await(page, "html[data-state=running]");
        assertThat(page.textContent("#timetable-of")).isEqualTo("Role a of talk, condition sham, seed 17");
        assertThat(marked(page, "never")).containsExactly("encourage");
        assertThat(marked(page, "open")).containsExactly("question");
        assertThat(page.textContent("#timetable-steps [data-step=never]")).contains("Nobody plays b here");
        await(page, "[data-step=now]:has-text('hello')");
        await(page, "#status:has-text('Hello.')");
        assertThat(marked(page, "next")).containsExactly("lower");
        await(page, "[data-step=now]:has-text('lower')");
        assertThat(marked(page, "past")).containsExactly("hello");
        assertThat(page.textContent("#timetable-steps [aria-current=step]"))
                .contains("under way", "ramp a.voice.pitch to 1 in 1 s");
        assertThat(page.textContent("#timetable-progress")).matches("0:0\\d since the start\\. goodbye in 0:\\d\\d\\.");
        Screenshots.onlyHere(page, "trial");
        await(page, "#status:has-text('It ends soon.')");
        await(page, "html[data-state=ended]");
        assertThat(browser.complaints()).isEmpty();
        page.close();

        RecordedRun run = RecordedRun.of(server.directory().resolve("data"), "alone");
        JsonNode plan = run.finalManifest().path("plan");
        assertThat(plan.path("trial").asBoolean()).isTrue();
        assertThat(plan.path("seed").asInt()).isEqualTo(17);
        assertThat(Files.readString(run.directory().resolve("timeline.csv")))
                .contains("hello,1", "lower,1", "goodbye,1")
                .doesNotContain(",b,", "encourage");
        try (Stream<Path> state = Files.list(server.directory().resolve("plan-state"))) {
            assertThat(state.map(file -> file.getFileName().toString()))
                    .as("no place of the assignment was taken")
                    .containsExactly("talk.key.csv");
        }
    }

    /** A participant's page gets no further with a code that is none than without. */
    @Test
    void aCodeThatIsNoneIsRefused() throws Exception {
        try (HeadlessClients clients = HeadlessClients.open();
                HeadlessParticipant eve = clients.join(
                        server.signaling(),
                        ParticipantOptions.planned("guess", "eve", "", "").with("trial", "00ff"))) {
            eve.await(Milestone.CLOSED);
            List<String> told = eve.transcript().entries().stream()
                    .map(Transcript.Entry::text)
                    .filter(Pattern.compile("error-").asPredicate())
                    .toList();
            assertThat(told).singleElement().asString().contains("error-join", "trial", "is unknown, was used");
        }
    }
}
