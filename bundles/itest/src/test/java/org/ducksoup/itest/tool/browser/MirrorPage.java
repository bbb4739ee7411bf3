package org.ducksoup.itest.tool.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.itest.tool.network.BadNetwork;
import org.ducksoup.testkit.server.ServerProcess;

/** The mirror page with a call in it, and measurements of its picture and sound. */
public final class MirrorPage implements AutoCloseable {
    private final Page page;

    private MirrorPage(Page page) {
        this.page = page;
    }

    /** @param options names and values in turn, as in the page's form */
    public static MirrorPage start(Browser browser, ServerProcess server, String... options) {
        return new MirrorPage(browser.open(address(server, options)));
    }

    /** Opens the page over a network that can be impaired. */
    public static MirrorPage start(Browser browser, ServerProcess server, BadNetwork network, String... options) {
        return new MirrorPage(browser.open(address(server, options), network.script()));
    }

    /** @param script runs in the page before the page's own scripts */
    public static MirrorPage start(Browser browser, ServerProcess server, String script, List<String> options) {
        return new MirrorPage(browser.open(address(server, options.toArray(String[]::new)), script));
    }

    private static String address(ServerProcess server, String... options) {
        StringBuilder url = new StringBuilder(server.page("/test/mirror/") + "?autostart=1");
        for (int i = 0; i < options.length; i += 2) {
            url.append('&')
                    .append(options[i])
                    .append('=')
                    .append(URLEncoder.encode(options[i + 1], StandardCharsets.UTF_8));
        }
        return url.toString();
    }

    /**
     * Frames of the picture that came through the server.
     *
     * @param fps frames per second during the measurement
     * @param longestGap longest time between two frames, ms
     */
    public record Frames(double fps, double longestGap, int width, int height) {}

    /** The loudest tone in the sound that came through the server. */
    public record Tone(double hertz, double decibels) {}

    /**
     * How many video frames the browser had sent at a moment of the call.
     *
     * @param seconds since the start
     */
    public record Sent(double seconds, int frames) {}

    /** A selector is used, because waiting for a script's value would need eval, which the pages' policy forbids. */
    public void awaitState(String state) {
        page.waitForSelector(
                "html[data-state=" + state + "]",
                new Page.WaitForSelectorOptions()
                        .setState(WaitForSelectorState.ATTACHED)
                        .setTimeout(60_000));
    }

    /** The time from sending the join to the first decoded frame, ms. Must be called before that frame. */
    public double firstFrameMillis() {
        return ((Number) page.evaluate("firstFrame('#through')")).doubleValue();
    }

    /**
     * Takes the first good one of three measurements, because browsers begin with a low rate and the machine may be
     * busy.
     */
    public Frames steadyState(int seconds) {
        return steadyState(seconds, 3);
    }

    /** The same with fewer measurements, for a short call. */
    public Frames steadyState(int seconds, int attempts) {
        Frames frames = new Frames(0, 0, 0, 0);
        for (int i = 0; i < attempts && frames.fps < 25; i++) {
            page.waitForTimeout(2500);
            Map<?, ?> values = (Map<?, ?>) page.evaluate("measureFrames('#through', " + seconds + ")");
            frames =
                    new Frames(number(values, "fps"), number(values, "longestGap"), (int) number(values, "width"), (int)
                            number(values, "height"));
        }
        return frames;
    }

    /**
     * The longest time without a frame in the given number of milliseconds up to now. Only over a {@link BadNetwork}.
     */
    public double longestGapSince(int milliseconds) {
        return ((Number) page.evaluate("longestGapSince(" + milliseconds + ")")).doubleValue();
    }

    /** The milliseconds from an event to the next frame, at most 30 000. Only over a {@link BadNetwork}. */
    public double backAfter(Runnable event) {
        event.run();
        return ((Number) page.evaluate("nextFrame(30000)")).doubleValue();
    }

    /** Totals of the browser's own statistics. */
    public Map<?, ?> statistics() {
        return (Map<?, ?>) page.evaluate("networkTotals()");
    }

    public Sent framesSent() {
        Map<?, ?> values = (Map<?, ?>) page.evaluate("framesSent()");
        return new Sent(number(values, "t") / 1000, (int) number(values, "frames"));
    }

    public Tone tone(int milliseconds) {
        Map<?, ?> values = (Map<?, ?>) page.evaluate("loudestTone('#through', " + milliseconds + ")");
        return new Tone(number(values, "hertz"), number(values, "decibels"));
    }

    /** Red, green and blue at a point, given as shares of the picture. */
    public List<Double> colourAt(double x, double y) {
        List<?> colour = (List<?>) page.evaluate("colourAt('#through', " + x + ", " + y + ")");
        return colour.stream().map(value -> ((Number) value).doubleValue()).toList();
    }

    /** The positions of the square in about two seconds, as shares of the width. */
    public List<Double> positionsOfSquare() {
        List<Double> positions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            double at = ((Number) page.evaluate("squareAt('#through')")).doubleValue();
            if (at >= 0 && positions.stream().noneMatch(before -> Math.abs(before - at) < 0.03)) {
                positions.add(at);
            }
            page.waitForTimeout(230);
        }
        return positions;
    }

    /** The transport between the browser and its TURN server: udp, tcp or tls; null without a TURN server. */
    public String relayProtocol() {
        return (String) page.evaluate("relayProtocol()");
    }

    /** Asks for a ramp, as a person would, with the page's form. */
    public void controlEffect(String name, String property, String value, int milliseconds) {
        page.fill("#fxName", name);
        page.fill("#fxProperty", property);
        page.fill("#fxValue", value);
        page.fill("#fxDuration", Integer.toString(milliseconds));
        page.click("#apply");
    }

    /** The level that the page shows: {@code -17 dB}. */
    public String level(String which) {
        return page.textContent("#" + which + "-decibels");
    }

    /** The page's sentence about how much later one sees oneself, as soon as it has measured that. */
    public String lateness() {
        page.waitForSelector(
                "#lateness:has-text('You see yourself')", new Page.WaitForSelectorOptions().setTimeout(30_000));
        return page.textContent("#lateness");
    }

    /** Kinds of the player's events so far, in order. */
    public List<String> events() {
        List<?> kinds = (List<?>) page.evaluate("window.ducksoupEvents.map(event => event.kind)");
        return kinds.stream().map(String::valueOf).toList();
    }

    /** Waits until the player has reported an event to the page. */
    public void awaitEvent(String kind) {
        for (int i = 0; i < 600 && !events().contains(kind); i++) {
            page.waitForTimeout(50);
        }
        if (!events().contains(kind)) {
            throw new AssertionError("no " + kind + " within 30 s, only " + events());
        }
    }

    /** The names of the recorded files that the page received. */
    public List<String> files() {
        Map<?, ?> byUser = (Map<?, ?>) page.evaluate("window.ducksoupEvents.find(e => e.kind === 'files').payload");
        List<String> files = new ArrayList<>();
        byUser.values().forEach(names -> ((List<?>) names).forEach(name -> files.add((String) name)));
        return files;
    }

    public void pause(int milliseconds) {
        page.waitForTimeout(milliseconds);
    }

    public void screenshot(String name) throws java.io.IOException {
        Screenshots.of(page, name);
    }

    public void stop() {
        page.click("#stop");
    }

    private static double number(Map<?, ?> values, String key) {
        return ((Number) values.get(key)).doubleValue();
    }

    @Override
    public void close() {
        page.close();
    }
}
