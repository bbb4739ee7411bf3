package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.ducksoup.itest.tool.browser.MirrorPage;
import org.ducksoup.itest.tool.browser.Screenshots;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for operators, in Chromium. Screenshots of them are kept. */
@Tag("waits")
class OperatorPagesTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary().with("DUCKSOUP_GENERATE_PLOTS", "true");

    /** An echo as the play page adds it, so that it is heard. */
    private static final String ECHO = "audioecho delay=200000000 max-delay=1000000000 intensity=0.4 name=fx2";

    /** A list of recordings that does not change while other tests record. */
    private static final String ONE_RUN =
            "window.fetch = async () => new Response(JSON.stringify({ freeBytes: 1e9, runs: [{"
                    + " id: '0123456789ab', directory: 'study/dyad/x', namespace: 'study', interaction: 'dyad', state: 'complete',"
                    + " length: 3, recordingMode: 'muxed', incidents: 0, files: [{ path: 'u', tap: 'dry', bytes: 9 }] }] }));";

    @Test
    void statisticsShowAnInteractionWhileItLasts() throws Exception {
        Page statistics =
                running.browser().open(running.server().page("/stats/").toString());
        statistics.waitForSelector("html[data-state=idle]", attached());
        try (MirrorPage mirror = MirrorPage.start(
                running.browser(),
                running.server(),
                "recordingMode",
                "none",
                "videoFormat",
                "VP8",
                "duration",
                "20",
                "userId",
                "ann")) {
            mirror.awaitState("running");
            statistics.waitForSelector("html[data-state=running]", attached());
            // Wait for a curve of some seconds with media.
            await(
                    statistics,
                    "document.querySelectorAll('.track').length === 2"
                            + " && [...document.querySelectorAll('path.in')].every(p => p.getAttribute('d').split('L').length > 8)"
                            + " && /received [1-9]\\d\\d+ kbit/.test(document.body.textContent)");
            assertThat(statistics.textContent("#interactions")).contains("ann, video", "ann, audio", "jitter");
            assertThat(statistics.textContent("#interactions"))
                    .contains("round trip", "frame rate", "key frames", "target");
            // An earlier call on this server may still wait for its participant.
            assertThat(String.valueOf(statistics.evaluate("[...document.querySelectorAll('.interaction')]"
                            + ".find(i => i.textContent.includes('ann, video')).querySelector('.totals').textContent")))
                    .matches("1 participant · received \\d{2,} kbit/s · sent on \\d{2,} .*");
            assertThat(statistics.textContent("#status")).matches("\\d interactions?\\.");
            assertThat(statistics.textContent("#server")).matches("CPU \\d+ % .*");
            assertThat(statistics.textContent("#disk")).matches("[\\d.]+ .B of disk free\\.");
            assertThat(String.valueOf(statistics.evaluate("[...document.querySelectorAll('.interaction')]"
                            + ".find(i => i.textContent.includes('ann, video')).querySelector('.study').textContent")))
                    .matches("Running, 0:[01]\\d left\\. Not recorded\\.ann is here .*");
            Screenshots.of(statistics, "stats");
            mirror.stop();
        }
        statistics.waitForSelector("html[data-state=idle]", attached());
        assertThat(statistics.querySelectorAll(".interaction")).isEmpty();
        assertThat(running.browser().complaints()).isEmpty();
    }

    /** A chain of effects is built, heard, changed while it runs, and reordered. */
    @Test
    void effectsArePlayedWith() throws Exception {
        Page page = running.browser().open(running.server().page("/test/play/").toString());
        page.waitForSelector("html[data-catalogue]", attached());
        page.fill("#audio-search", "lower voice");
        assertThat(page.textContent("#audio-count")).isEqualTo("1 effect.");
        assertThat(page.textContent("#audio-about")).isEqualTo("Makes the voice higher or lower.");
        page.press("#audio-search", "Enter");
        page.fill("#audio-search", "");
        assertThat(page.getAttribute("#audio-choice optgroup", "label")).isEqualTo("Used first in experiments");
        page.selectOption("#audio-choice", "audioecho");
        page.click("#add-audio");
        assertThat(page.textContent("#fx1-pitch-about")).endsWith("Allowed: 0.1 to 10.");
        page.fill("#fx1-pitch", "2");
        page.dispatchEvent("#fx1-pitch", "change");
        page.selectOption("#video-choice", "coloreffects");
        page.click("#add-video");
        assertThat(page.textContent("#audio-text")).isEqualTo("pitch pitch=2 name=fx1 ! " + ECHO);
        page.click("button[aria-label='Move audioecho up']");
        assertThat(page.textContent("#audio-text")).isEqualTo(ECHO + " ! pitch pitch=2 name=fx1");
        page.click("button[aria-label='Remove audioecho']");
        assertThat(page.textContent("#video-text")).isEqualTo("coloreffects name=fx3");
        page.click("#start");
        page.waitForSelector("html[data-state=running]", attached());
        assertThat(tone(page)).as("an octave higher").isCloseTo(2 * TestMedia.TONE_HERTZ, within(20.0));
        page.fill("#fx1-pitch", "1");
        page.dispatchEvent("#fx1-pitch", "change");
        page.waitForTimeout(1500);
        assertThat(tone(page)).as("turned back live").isCloseTo(TestMedia.TONE_HERTZ, within(20.0));
        assertThat(blueness(page)).as("the blue half").isGreaterThan(80);
        page.selectOption("#fx3-preset", "sepia");
        for (int i = 0; i < 30 && blueness(page) > 20; i++) {
            page.waitForTimeout(100);
        }
        assertThat(blueness(page)).as("the blue half, in brown").isLessThan(20);
        assertThat(page.isVisible("#changed")).isFalse();
        Screenshots.of(page, "play");
        page.selectOption("#video-choice", "videoflip");
        page.click("#add-video");
        assertThat(page.isVisible("#changed"))
                .as("a new effect needs a new start")
                .isTrue();
        page.click("#again");
        page.waitForSelector("html[data-state=connecting]", attached());
        page.waitForSelector("html[data-state=running]", attached());
        assertThat(page.isVisible("#changed")).isFalse();
        page.click("#stop");
        page.waitForSelector("html[data-state=ended]", attached());
        assertThat(running.browser().complaints()).isEmpty();
    }

    /** The report beside the recordings of an interaction, opened from the disk as a scientist would. */
    @Test
    void aReportWithPlotsIsLeft() throws Exception {
        Path run;
        try (MirrorPage mirror = MirrorPage.start(
                running.browser(),
                running.server(),
                "recordingMode",
                "muxed",
                "videoFormat",
                "VP8",
                "duration",
                "12",
                "userId",
                "<b>ann</b>",
                "audioFx",
                "pitch pitch=1.2 name=fx")) {
            mirror.awaitState("running");
            mirror.pause(4000);
            assertThat(mirror.level("direct")).as("of a tone").matches("-\\d+ dB");
            assertThat(mirror.level("through")).matches("-\\d+ dB");
            mirror.controlEffect("fx", "pitch", "0.8", 500);
            mirror.awaitState("ended");
            run = running.server()
                    .directory()
                    .resolve("data")
                    .resolve(mirror.files().get(0))
                    .getParent()
                    .getParent();
        }
        Path report = run.resolve("report.html");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(report));
        assertThat(Files.readString(run.resolve("events.jsonl"))).contains("\"interaction_deleted\"");
        Page page = running.browser().open(report.toUri().toString());
        assertThat(page.textContent("h2")).isEqualTo("<b>ann</b>");
        assertThat(page.textContent("body"))
                .contains("duration reached", "fx.pitch → 0.8 over 500 ms", "Video bitrate", "Round trip", "640 × 480");
        assertThat(page.querySelectorAll("figure.plot").size()).isGreaterThanOrEqualTo(7);
        // There is one value each second for video and one for audio.
        assertThat((int) page.evaluate("document.querySelector('path.curve.a').getAttribute('d').split('L').length"))
                .isBetween(9, 14);
        assertThat((int) page.evaluate("document.querySelectorAll('path.mark').length"))
                .isGreaterThanOrEqualTo(6);
        Screenshots.of(page, "report");
        theStatisticsPageHasItsFiles(run);
        assertThat(running.browser().complaints()).isEmpty();
    }

    private static void theStatisticsPageHasItsFiles(Path run) {
        Page page = running.browser().open(running.server().page("/stats/").toString());
        page.waitForSelector("html[data-recordings]", attached());
        Object text = page.evaluate(
                "name => [...document.querySelectorAll('.run')].find(r => r.textContent.includes(name)).textContent",
                String.valueOf(run.getFileName()));
        assertThat(String.valueOf(text))
                .contains("complete · 2 files, ")
                .containsPattern("<b>ann</b>drysound and picture0:1[0-2]\\.\\d[\\d.]+ .B\\d")
                .contains("<b>ann</b>wet");
        page.close();
    }

    /** Waiting has an end, which the page shows. One click brings the others. */
    @Test
    void oneClickOpensTheOthers() {
        Page ann = running.browser()
                .open(running.server().page("/test/interaction/")
                        + "?userId=ann&size=2&duration=20&recordingMode=none&videoFormat=VP8");
        ann.click("#start");
        ann.waitForSelector("#remaining[aria-label='Time left to wait for everybody']", attached());
        await(ann, "/^0:(0\\d|1[0-5])$/.test(document.getElementById('remaining').textContent)");
        assertThat(ann.textContent("#status")).isEqualTo("Joined. Waiting for one more participant…");
        Page other = ann.waitForPopup(() -> ann.click("#open-others"));
        ann.waitForSelector("html[data-state=running]", attached());
        other.waitForSelector("html[data-state=running]", attached());
        assertThat(ann.textContent("#status")).isEqualTo("Running, with ann-2.");
        assertThat(ann.getAttribute("#remaining", "aria-label")).isEqualTo("Remaining time");
        assertThat(ann.isVisible("#open-others")).as("nobody is missing").isFalse();
        other.click("#stop");
        ann.click("#stop");
        ann.waitForSelector("html[data-state=ended]", attached());
        assertThat(ann.isVisible("#open-others")).isTrue();
        other.close();
        ann.close();
        assertThat(running.browser().complaints()).isEmpty();
    }

    /** Tab visits every control once, in the order on the page. Each has a name and a visible focus. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/test/mirror/", "/test/interaction/", "/test/play/", "/test/preflight/", "/stats/"})
    void theKeyboardIsEnough(String path) throws Exception {
        String[] scripts = path.equals("/stats/") ? new String[] {ONE_RUN} : new String[0];
        Page page = running.browser().open(running.server().page(path).toString(), scripts);
        if (path.equals("/stats/")) {
            page.waitForSelector("html[data-recordings]", attached());
        }
        if (path.equals("/test/play/")) {
            page.waitForSelector("html[data-catalogue]", attached());
            // The mouse is not used, because it would move the place from which Tab continues.
            page.evaluate("document.getElementById('add-audio').click()");
        }
        int controls = (int) page.evaluate("listControls()");
        for (int i = 0; i < controls; i++) {
            page.keyboard().press("Tab");
            Map<?, ?> focused = (Map<?, ?>) page.evaluate("describeFocus()");
            assertThat(focused.get("index")).as("%s", focused).isEqualTo(i);
            assertThat((String) focused.get("name")).as("%s", focused).isNotBlank();
            assertThat(focused.get("outline")).as("%s", focused).isEqualTo("solid");
        }
        System.out.printf("%s: %d controls by keyboard%n", path, controls);
        assertThat(controls).isGreaterThanOrEqualTo(1);
        Screenshots.onlyHere(page, (path.equals("/") ? "start" : path.replaceAll("/(test/)?(\\w+)/", "$2")) + "-empty");
        page.close();
        assertThat(running.browser().complaints()).isEmpty();
    }

    @Test
    void theStartPageSaysWhetherTheServerIsReadyAndLeadsToEveryPage() throws Exception {
        Page page = running.browser().open(running.server().page("/").toString());
        page.waitForSelector("html[data-state=running]", attached());
        assertThat(page.textContent("#status")).isEqualTo("Ready: participants can join.");
        Screenshots.of(page, "start");
        List<?> links = (List<?>) page.evaluate("[...document.links].map(({ href }) => href)");
        assertThat(links).hasSizeGreaterThan(7);
        for (Object link : links) {
            assertThat((int) page.evaluate("href => fetch(href).then(({ status }) => status)", link))
                    .as("%s", link)
                    .isEqualTo(200);
        }
        page.click("text=Mirror");
        page.click("text=DuckSoup");
        assertThat(page.url()).isEqualTo(running.server().page("/").toString());
        page.close();
        assertThat(running.browser().complaints()).isEmpty();
    }

    /** By how much blue exceeds red in the right half. */
    private static double blueness(Page page) {
        List<?> colour = (List<?>) page.evaluate("colourAt('#through', 0.75, 0.3)");
        return ((Number) colour.get(2)).doubleValue() - ((Number) colour.get(0)).doubleValue();
    }

    /** Takes the best of three measurements, because the first seconds of a call are not steady. */
    private static double tone(Page page) {
        double hertz = 0;
        for (int i = 0; i < 3 && hertz < TestMedia.TONE_HERTZ / 2; i++) {
            page.waitForTimeout(1500);
            hertz = ((Number) ((java.util.Map<?, ?>) page.evaluate("loudestTone('#through', 1500)")).get("hertz"))
                    .doubleValue();
        }
        return hertz;
    }

    /** waitForFunction is not used, because it needs eval, which the pages' policy forbids. */
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
}
