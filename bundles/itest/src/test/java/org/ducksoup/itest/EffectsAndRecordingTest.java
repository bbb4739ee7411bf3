package org.ducksoup.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.ducksoup.testkit.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effects heard and seen in Chromium, and the recordings they leave. */
class EffectsAndRecordingTest {
    private static final String LOWER_VOICE = "pitch pitch=0.8 name=voice";
    private static final String OTHER_COLOURS = "coloreffects preset=xpro name=face";

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

    @ParameterizedTest
    @CsvSource({
        "H264, false, false",
        "H264, true, false",
        "H264, false, true",
        "H264, true, true",
        "VP8, false, false",
        "VP8, true, false",
        "VP8, false, true",
        "VP8, true, true"
    })
    void whatComesBackAndWhatIsRecorded(String format, boolean voice, boolean face) throws Exception {
        Page page =
                browser.open(server.page("/test/mirror/") + "?autostart=1&duration=14&recordingMode=muxed&videoFormat="
                        + format + (voice ? "&audioFx=" + encoded(LOWER_VOICE) : "")
                        + (face ? "&videoFx=" + encoded(OTHER_COLOURS) : "") + (face ? "&width=640&height=480" : ""));
        double firstFrame = ((Number) page.evaluate("firstFrame('#through')")).doubleValue();
        awaitState(page, "running");
        Map<?, ?> frames = Map.of("fps", 0);
        long begin = System.nanoTime();
        Duration cpu = server.cost().cpuTime();
        for (int i = 0; i < 2 && number(frames, "fps") < 25; i++) {
            page.waitForTimeout(2500);
            frames = (Map<?, ?>) page.evaluate("measureFrames('#through', 3)");
        }
        double cores = (double) server.cost().cpuTime().minus(cpu).toNanos() / (System.nanoTime() - begin);
        long resident = server.cost().residentBytes() >> 20;
        Map<?, ?> tone = (Map<?, ?>) page.evaluate("loudestTone('#through')");
        List<?> colour = (List<?>) page.evaluate("colourAt('#through', 0.25, 0.3)");
        awaitState(page, "ended");
        Recording recording = Recording.of(server.directory().resolve("data"), page);
        System.out.printf(
                "%s voice=%s face=%s: first frame after %.0f ms, %s, tone %s, colour %s, %.2f cores, %d MB%n",
                format, voice, face, firstFrame, frames, tone, colour, cores, resident);
        page.close();

        assertThat(number(frames, "fps")).isGreaterThanOrEqualTo(25);
        assertThat(number(frames, "longestGap")).isLessThan(500);
        assertThat(number(tone, "hertz")).isCloseTo(voice ? 352 : 440, within(8.0));
        double red = ((Number) colour.get(0)).doubleValue();
        double green = ((Number) colour.get(1)).doubleValue();
        // Red 192, green 32 without an effect; xpro makes a cold film of it.
        assertThat(Math.abs(red - 0xC0) + Math.abs(green - 0x20)).satisfies(distance -> {
            if (face) {
                assertThat(distance).isGreaterThan(40);
            } else {
                assertThat(distance).isLessThan(60);
            }
        });
        recording.check(voice || face, 14);
    }

    /** A ramp asked for in the page is heard in what comes back, not only seen in a property. */
    @Test
    void aPitchRampIsHeard() {
        Page page = browser.open(
                server.page("/test/mirror/") + "?autostart=1&duration=30&recordingMode=none&videoFormat=VP8"
                        + "&audioFx=" + encoded("pitch pitch=1.0 name=voice"));
        awaitState(page, "running");
        page.waitForTimeout(1500);
        double before = number((Map<?, ?>) page.evaluate("loudestTone('#through')"), "hertz");
        page.fill("#fxName", "voice");
        page.fill("#fxProperty", "pitch");
        page.fill("#fxValue", "0.5");
        page.fill("#fxDuration", "2000");
        page.click("#apply");
        page.waitForTimeout(700);
        double during = number((Map<?, ?>) page.evaluate("loudestTone('#through', 800)"), "hertz");
        page.waitForTimeout(1500);
        double after = number((Map<?, ?>) page.evaluate("loudestTone('#through')"), "hertz");
        page.click("#stop");
        page.close();
        System.out.printf("pitch ramp from 1.0 to 0.5 heard as %.0f, %.0f, %.0f Hz%n", before, during, after);
        assertThat(before).isCloseTo(440, within(8.0));
        assertThat(during).isBetween(225.0, 435.0);
        assertThat(after).isCloseTo(220, within(8.0));
        assertThat(server.output(line -> line.contains("client_fx_control"))).isNotEmpty();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void awaitState(Page page, String state) {
        page.waitForSelector(
                "html[data-state=" + state + "]",
                new Page.WaitForSelectorOptions()
                        .setState(WaitForSelectorState.ATTACHED)
                        .setTimeout(60_000));
    }

    private static double number(Map<?, ?> values, String key) {
        return ((Number) values.get(key)).doubleValue();
    }
}
