package org.ducksoup.itest.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.ducksoup.itest.tool.Guide;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The guide's code works, under the content security policy that the guide recommends. */
@Tag("waits")
class EmbeddingGuideTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    @BeforeAll
    static void read() throws Exception {
        guide = new Guide("docs/embedding.md");
    }

    private static Guide guide;

    /** The code as it is printed, except for the address of the server. */
    private static String example(String name) {
        return guide.example(name)
                .replace("wss://ducksoup-host.com/ws", "${SIGNALING}")
                .replace("https://ducksoup-host.com", "${DUCKSOUP}");
    }

    @Test
    void plainHtml() {
        running.lab().put("/plain.html", example("plain.html"));
        running.lab().put("/trial.js", example("trial.js"));
        running.lab().put("/other.js", example("trial.js").replace("p-23", "p-24"));
        running.lab().put("/other.html", example("plain.html").replace("trial.js", "other.js"));
        try (ParticipantPage one =
                        ParticipantPage.open(running.browser(), running.lab().origin() + "/plain.html");
                ParticipantPage two =
                        ParticipantPage.open(running.browser(), running.lab().origin() + "/other.html")) {
            one.click("#go");
            two.click("#go");
            for (ParticipantPage page : new ParticipantPage[] {one, two}) {
                page.waitFor("#ducksoup-root video");
                page.waitFor("#ducksoup-root audio");
                assertThat(page.text("#message")).isEqualTo("You are connected.");
            }
            assertThat(running.browser().complaints()).isEmpty();
            one.evaluate("player.stop()");
            two.evaluate("player.stop()");
        }
    }

    @Test
    void placingThePicturesYourself() {
        running.lab().put("/placing.html", example("plain.html").replace("trial.js", "placing.js"));
        running.lab().put("/placing.js", example("placing.js"));
        try (ParticipantPage page =
                ParticipantPage.open(running.browser(), running.lab().origin() + "/placing.html")) {
            page.waitFor("#ducksoup-root video[playsinline]");
            assertThat(page.evaluate("document.querySelector('video').srcObject.getTracks().length"))
                    .isEqualTo(2);
        }
    }

    /** Without a login, and with a microphone that always hums. */
    @Test
    void checkingBeforeTheCall() {
        running.lab().put("/check.html", example("check.html"));
        running.lab().put("/check.js", example("check.js"));
        try (ParticipantPage page =
                ParticipantPage.open(running.browser(), running.lab().origin() + "/check.html")) {
            page.click("#go");
            page.waitFor("#check[data-verdict]", 60_000);
            assertThat(page.evaluate("document.querySelectorAll('.ducksoup-check').length"))
                    .isEqualTo(10);
            assertThat(page.evaluate("document.querySelector('[data-check=server]').dataset.verdict"))
                    .isEqualTo("pass");
            assertThat(page.evaluate("document.querySelector('[data-check=noise]').dataset.verdict"))
                    .isEqualTo("warn");
            assertThat(page.text("#message")).isEqualTo("You may begin.");
            assertThat(running.browser().complaints()).isEmpty();
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
        running.lab().put("/jspsych.html", example("plain.html").replace("trial.js", "jspsych.js"));
        running.lab().put("/jspsych.js", harness);
        try (ParticipantPage page =
                ParticipantPage.open(running.browser(), running.lab().origin() + "/jspsych.html")) {
            page.evaluate("new Promise((resolve) => {"
                    + "const look = () => (window.trialData ? resolve() : setTimeout(look, 50)); look(); })");
            assertThat(page.evaluate("trialData.outcome")).isEqualTo("end");
            assertThat(page.evaluate("trialData.recordings.length")).isEqualTo(1);
        }
    }
}
