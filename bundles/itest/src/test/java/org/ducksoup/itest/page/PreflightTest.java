package org.ducksoup.itest.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.Screenshots;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The check before a call, in Chromium, with a simulated person who does what the page asks for. */
class PreflightTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    @BeforeAll
    static void read() throws Exception {
        try (var in = PreflightTest.class.getResourceAsStream("/person.js")) {
            person = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String person;

    @Test
    void aQuietRoomIsMeasuredAndTheResultShownSavedAndLogged() throws Exception {
        Page page = running.browser()
                .open(
                        running.server().page("/test/preflight/") + "?userId=ann&width=640&height=480&videoFormat=VP8",
                        person);
        page.click("#start");
        page.waitForSelector("#check[data-phase=speak]", patient());
        Screenshots.of(page, "preflight-running");
        page.waitForSelector("html[data-state=ended]", patient());
        Map<?, ?> report = (Map<?, ?>) page.evaluate("window.ducksoupPreflight");
        System.out.println("preflight: " + report);
        Screenshots.of(page, "preflight");
        assertThat(verdict(report, "server")).isEqualTo("pass");
        assertThat(verdict(report, "microphone")).isEqualTo("pass");
        assertThat(verdict(report, "noise")).isEqualTo("pass");
        assertThat(verdict(report, "echo")).isEqualTo("pass");
        Map<?, ?> figures = (Map<?, ?>) report.get("figures");
        assertThat(number(figures, "camera", "width")).isEqualTo(640);
        assertThat(number(figures, "camera", "framesPerSecond")).isBetween(10.0, 40.0);
        assertThat(number(figures, "camera", "brightness")).isBetween(0.05, 0.6);
        // A sine of 0.2 of full scale, and uniform noise of 0.0015.
        assertThat(number(figures, "microphone", "speech")).isBetween(-20.0, -14.0);
        assertThat(number(figures, "microphone", "noise")).isBetween(-70.0, -52.0);
        assertThat(number(figures, "network", "sent")).isGreaterThan(50);
        assertThat(number(figures, "network", "roundTrip")).isBetween(0.0, 200.0);
        assertThat(number(figures, "network", "lossDown")).isBetween(0.0, 0.05);
        assertThat(number(figures, "encoder", "time")).isBetween(0.05, 100.0);
        assertThat(number(figures, "encoder", "framesPerSecond")).isGreaterThan(5);
        assertThat(page.querySelectorAll(".ducksoup-check")).hasSize(10);
        assertThat(page.textContent("#json")).contains("\"kind\": \"ducksoup-preflight\"");
        Download saved = page.waitForDownload(() -> page.click("#download"));
        assertThat(saved.suggestedFilename()).isEqualTo("preflight-ann.json");
        assertThat(Files.readString(saved.path())).contains("\"verdict\": \"" + report.get("verdict") + "\"");
        assertThat(running.awaitOutput(line -> line.contains("client_preflight") && line.contains("user=ann")))
                .singleElement()
                .asString()
                .contains("user=ann", "verdict=" + report.get("verdict"), "\"echo\"");
        assertThat(running.browser().complaints()).isEmpty();
    }

    /** The check runs in a frame of the experiment's page, which gets the result. */
    @Test
    void aLoudspeakerIsHeardAndTheExperimentIsTold() {
        String check = running.server().page("/test/preflight/") + "?userId=bob&videoFormat=VP8&origin="
                + running.lab().origin();
        running.lab().put("/before.html", """
                <!doctype html><title>Before</title><script src="before.js"></script>
                <iframe src="%s" allow="camera; microphone; autoplay" width="800" height="700"></iframe>
                """.formatted(check));
        running.lab().put("/before.js", listener());
        Page page = running.browser().open(running.lab().origin() + "/before.html", person);
        var frame = page.frameByUrl(check);
        frame.evaluate("window.roomEcho = 0.3");
        frame.click("#start");
        frame.waitForSelector(
                "html[data-state=ended]",
                new com.microsoft.playwright.Frame.WaitForSelectorOptions()
                        .setState(WaitForSelectorState.ATTACHED)
                        .setTimeout(60_000));
        List<?> reports = (List<?>) page.evaluate("window.reports");
        assertThat(reports).hasSize(1);
        Map<?, ?> report = (Map<?, ?>) reports.get(0);
        System.out.println("preflight with echo: " + ((Map<?, ?>) report.get("figures")).get("echo"));
        assertThat(verdict(report, "echo")).isEqualTo("warn");
        Map<?, ?> figures = (Map<?, ?>) report.get("figures");
        assertThat(number(figures, "echo", "level")).isBetween(-20.0, -5.0);
        assertThat(number(figures, "echo", "delay")).isBetween(30.0, 390.0);
        assertThat(report.get("verdict")).isNotEqualTo("pass");
        assertThat(running.browser().complaints()).isEmpty();
    }

    @Test
    void whoDeniesTheCameraReadsWhatToDo() throws Exception {
        String denied = "navigator.mediaDevices.getUserMedia = () =>"
                + " Promise.reject(new DOMException('no', 'NotAllowedError'));";
        try (Browser stubborn = new Browser("ducksoup", "ducksoup")) {
            Page page = stubborn.open(running.server().page("/test/preflight/").toString(), denied);
            page.click("#start");
            page.waitForSelector("html[data-state=ended]", patient());
            Map<?, ?> report = (Map<?, ?>) page.evaluate("window.ducksoupPreflight");
            assertThat(report.get("verdict")).isEqualTo("fail");
            assertThat(verdict(report, "server")).isEqualTo("fail");
            assertThat(verdict(report, "uplink")).isEqualTo("unknown");
            assertThat(page.textContent(".ducksoup-text")).contains("Allow it for this site in the browser's settings");
            Screenshots.onlyHere(page, "preflight-denied");
        }
    }

    /** The check runs in a window that the experiment's page has opened, on a machine without a camera. */
    @Test
    void theExperimentThatOpenedAWindowIsToldToo() throws Exception {
        running.lab().put("/opener.html", """
                <!doctype html><title>Opener</title><script src="before.js"></script><script src="opener.js"></script>
                <button id="open">Check</button>
                """);
        running.lab().put("/before.js", listener());
        String check = running.server().page("/test/preflight/") + "?userId=eve&origin="
                + running.lab().origin();
        running.lab()
                .put(
                        "/opener.js",
                        "addEventListener('DOMContentLoaded', () => { document.getElementById('open').onclick ="
                                + " () => window.open('" + check + "'); });");
        try (Browser withoutCamera = new Browser("ducksoup", "ducksoup")) {
            Page page = withoutCamera.open(running.lab().origin() + "/opener.html");
            Page opened = page.waitForPopup(() -> page.click("#open"));
            opened.click("#start");
            opened.waitForSelector("html[data-state=ended]", patient());
            page.waitForSelector("html[data-reports='1']", patient());
            Map<?, ?> report = (Map<?, ?>) ((List<?>) page.evaluate("window.reports")).get(0);
            assertThat(report.get("userId")).isEqualTo("eve");
            assertThat(report.get("verdict")).isEqualTo("fail");
        }
    }

    /** The code with which an experiment's page receives the result, from DuckSoup and from no other origin. */
    private static String listener() {
        return "window.reports = []; addEventListener('message', (e) => {"
                + " if (e.origin === '${DUCKSOUP}' && e.data.kind === 'ducksoup-preflight') {"
                + " reports.push(e.data); document.documentElement.dataset.reports = reports.length; } });";
    }

    private static String verdict(Map<?, ?> report, String name) {
        return ((List<?>) report.get("checks"))
                .stream()
                        .map(check -> (Map<?, ?>) check)
                        .filter(check -> name.equals(check.get("name")))
                        .map(check -> String.valueOf(check.get("verdict")))
                        .findFirst()
                        .orElse("absent");
    }

    private static double number(Map<?, ?> figures, String group, String key) {
        return ((Number) ((Map<?, ?>) figures.get(group)).get(key)).doubleValue();
    }

    private static Page.WaitForSelectorOptions patient() {
        return new Page.WaitForSelectorOptions()
                .setState(WaitForSelectorState.ATTACHED)
                .setTimeout(60_000);
    }
}
