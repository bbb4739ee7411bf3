package org.ducksoup.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ducksoup.testkit.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages for those who run the server, in Chromium; what is seen is kept as pictures. */
class OperatorPagesTest {
    private static ServerProcess server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .start();
        browser = new Browser(TestMedia.make(Path.of("target/media").toAbsolutePath()), "ducksoup", "ducksoup");
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    @Test
    void statisticsShowAnInteractionWhileItLasts() throws Exception {
        Page statistics = browser.open(server.page("/stats/").toString());
        statistics.waitForSelector("html[data-state=idle]", attached());
        try (MirrorPage mirror = MirrorPage.start(
                browser, server, "recordingMode", "none", "videoFormat", "VP8", "duration", "30", "userId", "ann")) {
            mirror.awaitState("running");
            statistics.waitForSelector("html[data-state=running]", attached());
            // A curve of some seconds, and media in it.
            await(
                    statistics,
                    "document.querySelectorAll('.track').length === 2"
                            + " && [...document.querySelectorAll('path.in')].every(p => p.getAttribute('d').split('L').length > 8)"
                            + " && /received [1-9]\\d\\d+ kbit/.test(document.body.textContent)");
            assertThat(statistics.textContent("#interactions")).contains("ann, video", "ann, audio", "jitter");
            screenshot(statistics, "stats");
            mirror.stop();
        }
        statistics.waitForSelector("html[data-state=idle]", attached());
        assertThat(statistics.querySelectorAll(".interaction")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    /** A chain is put together, heard, turned while it runs, and put in another order. */
    @Test
    void effectsArePlayedWith() throws Exception {
        Page page = browser.open(server.page("/test/play/").toString());
        page.waitForSelector("html[data-catalogue]", attached());
        page.selectOption("#audio-choice", "pitch");
        page.click("#add-audio");
        page.selectOption("#audio-choice", "audioecho");
        page.click("#add-audio");
        page.fill("#fx1-pitch", "2");
        page.dispatchEvent("#fx1-pitch", "change");
        page.selectOption("#video-choice", "coloreffects");
        page.click("#add-video");
        assertThat(page.textContent("#audio-text")).isEqualTo("pitch pitch=2 name=fx1 ! audioecho name=fx2");
        page.click("button[aria-label='Move audioecho up']");
        assertThat(page.textContent("#audio-text")).isEqualTo("audioecho name=fx2 ! pitch pitch=2 name=fx1");
        page.click("button[aria-label='Remove audioecho']");
        assertThat(page.textContent("#video-text")).isEqualTo("coloreffects name=fx3");
        page.click("#start");
        page.waitForSelector("html[data-state=running]", attached());
        assertThat(tone(page)).as("an octave higher").isCloseTo(2 * TestMedia.TONE_HERTZ, within(20.0));
        page.fill("#fx1-pitch", "1");
        page.dispatchEvent("#fx1-pitch", "change");
        page.waitForTimeout(1500);
        assertThat(tone(page)).as("turned back live").isCloseTo(TestMedia.TONE_HERTZ, within(20.0));
        assertThat(page.isVisible("#changed")).isFalse();
        screenshot(page, "play");
        page.selectOption("#video-choice", "videoflip");
        page.click("#add-video");
        assertThat(page.isVisible("#changed"))
                .as("a new effect needs a new start")
                .isTrue();
        page.click("#stop");
        page.waitForSelector("html[data-state=ended]", attached());
        assertThat(browser.complaints()).isEmpty();
    }

    /** The best of three: the first seconds of a call are not steady. */
    private static double tone(Page page) {
        double hertz = 0;
        for (int i = 0; i < 3 && hertz < TestMedia.TONE_HERTZ / 2; i++) {
            page.waitForTimeout(1500);
            hertz = ((Number) ((java.util.Map<?, ?>) page.evaluate("loudestTone('#through', 1500)")).get("hertz"))
                    .doubleValue();
        }
        return hertz;
    }

    /** Not by waitForFunction, which needs eval: the pages' policy forbids it. */
    private static void await(Page page, String condition) {
        for (int i = 0; i < 300 && !Boolean.TRUE.equals(page.evaluate(condition)); i++) {
            page.waitForTimeout(100);
        }
        assertThat(page.evaluate(condition)).as(condition).isEqualTo(true);
    }

    private static Page.WaitForSelectorOptions attached() {
        return new Page.WaitForSelectorOptions()
                .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED)
                .setTimeout(60_000);
    }

    private static void screenshot(Page page, String name) throws Exception {
        Path directory = Files.createDirectories(Path.of("target/screenshots"));
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(directory.resolve(name + ".png"))
                .setFullPage(true));
    }
}
