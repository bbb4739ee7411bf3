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
    void aCallAsAStep() {
        running.lab()
                .put(
                        "/step.html",
                        example("plain.html")
                                .replace("trial.js", "step.js")
                                .replace("ducksoup.js", "ducksoup-call.js"));
        running.lab()
                .put(
                        "/step.js",
                        "(async () => {"
                                + example("step.js")
                                        .replace("trial-7", "step")
                                        .replace("size: 2, duration: 120", "size: 1, duration: 3")
                                + "window.report = report; })();");
        try (ParticipantPage page =
                ParticipantPage.open(running.browser(), running.lab().origin() + "/step.html")) {
            page.waitFor(".ducksoup-call[data-state=talking] video");
            page.evaluate("new Promise((resolve) => {"
                    + "const look = () => (window.report ? resolve() : setTimeout(look, 50)); look(); })");
            assertThat(page.text("#message")).matches("You talked for [2-4](\\.\\d+)? s\\.");
            assertThat(page.evaluate("document.getElementById('ducksoup-root').children.length"))
                    .isEqualTo(0);
            assertThat(running.browser().complaints()).isEmpty();
        }
    }
}
