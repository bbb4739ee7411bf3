package org.ducksoup.itest.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.ducksoup.itest.tool.Guide;
import org.ducksoup.itest.tool.browser.Meeting;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the guide tells labs to write works, under the content security policy it tells them to set. */
class EmbeddingGuideTest {
    private static Meeting meeting;
    private static Guide guide;

    @BeforeAll
    static void start() throws Exception {
        meeting = new Meeting();
        guide = new Guide("docs/embedding.md");
    }

    /** As it is printed, but for the address of the server. */
    private static String example(String name) {
        return guide.example(name)
                .replace("wss://ducksoup-host.com/ws", "${SIGNALING}")
                .replace("https://ducksoup-host.com", "${DUCKSOUP}");
    }

    @AfterAll
    static void stop() throws Exception {
        meeting.close();
    }

    @Test
    void plainHtml() {
        meeting.lab.put("/plain.html", example("plain.html"));
        meeting.lab.put("/trial.js", example("trial.js"));
        meeting.lab.put("/other.js", example("trial.js").replace("p-23", "p-24"));
        meeting.lab.put("/other.html", example("plain.html").replace("trial.js", "other.js"));
        try (ParticipantPage one = ParticipantPage.open(meeting.browser, meeting.lab.origin() + "/plain.html");
                ParticipantPage two = ParticipantPage.open(meeting.browser, meeting.lab.origin() + "/other.html")) {
            one.click("#go");
            two.click("#go");
            for (ParticipantPage page : new ParticipantPage[] {one, two}) {
                page.waitFor("#ducksoup-root video");
                page.waitFor("#ducksoup-root audio");
                assertThat(page.text("#message")).isEqualTo("You are connected.");
            }
            assertThat(meeting.browser.complaints()).isEmpty();
            one.evaluate("player.stop()");
            two.evaluate("player.stop()");
        }
    }

    @Test
    void placingThePicturesYourself() {
        meeting.lab.put("/placing.html", example("plain.html").replace("trial.js", "placing.js"));
        meeting.lab.put("/placing.js", example("placing.js"));
        try (ParticipantPage page = ParticipantPage.open(meeting.browser, meeting.lab.origin() + "/placing.html")) {
            page.waitFor("#ducksoup-root video[playsinline]");
            assertThat(page.evaluate("document.querySelector('video').srcObject.getTracks().length"))
                    .isEqualTo(2);
        }
    }

    /** Without a login, and with a microphone that hums all the time. */
    @Test
    void checkingBeforeTheCall() {
        meeting.lab.put("/check.html", example("check.html"));
        meeting.lab.put("/check.js", example("check.js"));
        try (ParticipantPage page = ParticipantPage.open(meeting.browser, meeting.lab.origin() + "/check.html")) {
            page.click("#go");
            page.waitFor("#check[data-verdict]", 60_000);
            assertThat(page.evaluate("document.querySelectorAll('.ducksoup-check').length"))
                    .isEqualTo(10);
            assertThat(page.evaluate("document.querySelector('[data-check=server]').dataset.verdict"))
                    .isEqualTo("pass");
            assertThat(page.evaluate("document.querySelector('[data-check=noise]').dataset.verdict"))
                    .isEqualTo("warn");
            assertThat(page.text("#message")).isEqualTo("You may begin.");
            assertThat(meeting.browser.complaints()).isEmpty();
        }
    }

    @Test
    void jsPsych() {
        String harness = example("jspsych.js") + """
                const trial = new DuckSoupPlugin({ finishTrial: (data) => (window.trialData = data) });
                const options = {
                  signalingUrl: "${SIGNALING}", interactionName: "jspsych", userId: "p-23", size: 1, duration: 3,
                };
                trial.trial(document.getElementById("ducksoup-root"), { options });
                """;
        meeting.lab.put("/jspsych.html", example("plain.html").replace("trial.js", "jspsych.js"));
        meeting.lab.put("/jspsych.js", harness);
        try (ParticipantPage page = ParticipantPage.open(meeting.browser, meeting.lab.origin() + "/jspsych.html")) {
            page.evaluate("new Promise((resolve) => {"
                    + "const look = () => (window.trialData ? resolve() : setTimeout(look, 50)); look(); })");
            assertThat(page.evaluate("trialData.outcome")).isEqualTo("end");
            assertThat(page.evaluate("trialData.recordings.length")).isEqualTo(1);
        }
    }
}
