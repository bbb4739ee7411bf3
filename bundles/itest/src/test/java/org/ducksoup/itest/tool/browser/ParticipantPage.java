package org.ducksoup.itest.tool.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A page with a player in it, and measurements of the media that it receives from others. */
public final class ParticipantPage implements AutoCloseable {
    private final Page page;

    private ParticipantPage(Page page) {
        this.page = page;
    }

    /** @param scripts run in the page before the page's own scripts */
    public static ParticipantPage open(Browser browser, String url, String... scripts) {
        return new ParticipantPage(browser.open(url, scripts));
    }

    /** The test page {@code /test/interaction/}, joining at once; options are names and values in turn, as in its form. */
    public static ParticipantPage interaction(Browser browser, String origin, String... options) {
        StringBuilder url = new StringBuilder(origin + "/test/interaction/?autostart=1");
        for (int i = 0; i < options.length; i += 2) {
            url.append('&').append(options[i]).append('=').append(encode(options[i + 1]));
        }
        return open(browser, url.toString());
    }

    /** The media of one other participant, as it arrives here. */
    public record Received(String userId, int videoTracks, int audioTracks, int frames, double hertz, double decibels) {
        public boolean isSeen() {
            return videoTracks == 1 && frames > 0;
        }

        public boolean isHeard() {
            return audioTracks == 1 && decibels > -50;
        }
    }

    /** Waits for the n-th event of a kind and returns its payload; on failure the message lists the events that came. */
    public Object await(String kind, int n) {
        return page.evaluate("awaitEvent('" + kind + "', " + n + ")");
    }

    public Object await(String kind) {
        return await(kind, 1);
    }

    /** When the page was told the first event of a kind, in seconds of a clock that all pages of this machine share. */
    public double secondsOf(String kind) {
        return ((Number) page.evaluate("(performance.timeOrigin + window.ducksoupEvents.find(({ kind }) => kind === '"
                                + kind + "').t)"))
                        .doubleValue()
                / 1e3;
    }

    /** Returns the arriving media as soon as it is that of the given number of others, or after some seconds. */
    public List<Received> received(int others) {
        List<Received> all = List.of();
        for (int attempt = 0; attempt < 8; attempt++) {
            all = receivedNow();
            if (all.size() == others
                    && all.stream().allMatch(r -> r.isHeard() && (r.videoTracks() == 0 || r.isSeen()))) {
                return all;
            }
            page.waitForTimeout(250);
        }
        return all;
    }

    /** The media that arrives in about a second. */
    public List<Received> receivedNow() {
        List<?> streams = (List<?>) page.evaluate("received(900)");
        List<Received> all = new ArrayList<>();
        for (Object stream : streams) {
            Map<?, ?> values = (Map<?, ?>) stream;
            all.add(new Received(
                    (String) values.get("userId"),
                    (int) number(values, "video"),
                    (int) number(values, "audio"),
                    (int) number(values, "frames"),
                    number(values, "hertz"),
                    number(values, "decibels")));
        }
        return all;
    }

    /**
     * Checks that exactly these others are seen and heard. The names of participants who were there before may be
     * unknown.
     */
    public void seesAndHears(String... userIds) {
        List<Received> all = received(userIds.length);
        System.out.printf("  arrives: %s%n", all);
        assertThat(all).as("after %s", events()).hasSameSizeAs(userIds);
        assertThat(all)
                .extracting(Received::userId)
                .filteredOn(userId -> !userId.isEmpty())
                .doesNotHaveDuplicates()
                .isSubsetOf(userIds);
        assertThat(all).allSatisfy(r -> {
            assertThat(r.isSeen()).as("seen: %s", r).isTrue();
            assertThat(r.isHeard()).as("heard: %s", r).isTrue();
        });
    }

    /** Kinds of the player's events so far, in order, without those that occur every second. */
    public List<String> events() {
        List<String> kinds = new ArrayList<>();
        for (Object event : (List<?>) page.evaluate("window.ducksoupEvents")) {
            String kind = (String) ((Map<?, ?>) event).get("kind");
            if (!kind.equals("stats")) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** Kinds and payloads, in order. */
    public List<Map.Entry<String, Object>> record() {
        List<Map.Entry<String, Object>> all = new ArrayList<>();
        for (Object event : (List<?>) page.evaluate("window.ducksoupEvents")) {
            Map<?, ?> values = (Map<?, ?>) event;
            all.add(new java.util.AbstractMap.SimpleEntry<>((String) values.get("kind"), values.get("payload")));
        }
        return all;
    }

    /** The names of the recorded files by participant, as this page received them. */
    public Map<String, List<String>> files() {
        Map<String, List<String>> files = new LinkedHashMap<>();
        ((Map<?, ?>) await("files"))
                .forEach((user, names) -> files.put(
                        (String) user,
                        ((List<?>) names).stream().map(String::valueOf).toList()));
        return files;
    }

    public Object evaluate(String script) {
        return page.evaluate(script);
    }

    /** Grants or denies a permission to this page's origin, as its participant does in the browser's settings. */
    public void permission(String name, String setting) {
        var permission = new com.google.gson.JsonObject();
        permission.addProperty("name", name);
        var parameters = new com.google.gson.JsonObject();
        parameters.add("permission", permission);
        parameters.addProperty("setting", setting);
        parameters.addProperty("origin", (String) page.evaluate("location.origin"));
        page.context().newCDPSession(page).send("Browser.setPermission", parameters);
    }

    public void reload() {
        page.reload();
    }

    public void pause(int milliseconds) {
        page.waitForTimeout(milliseconds);
    }

    public void waitFor(String selector, int milliseconds) {
        page.waitForSelector(
                selector,
                new Page.WaitForSelectorOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED)
                        .setTimeout(milliseconds));
    }

    public void waitFor(String selector) {
        page.waitForSelector(
                selector,
                new Page.WaitForSelectorOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
    }

    public String text(String selector) {
        return page.textContent(selector);
    }

    public void click(String selector) {
        page.click(selector);
    }

    public void fill(String selector, String value) {
        page.fill(selector, value);
    }

    public void select(String selector, String value) {
        page.selectOption(selector, value);
    }

    public void screenshot(String name) throws IOException {
        Screenshots.of(page, name);
    }

    /** Takes a screenshot that the documentation does not show. */
    public void look(String name) throws IOException {
        Screenshots.onlyHere(page, name);
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static double number(Map<?, ?> values, String key) {
        return ((Number) values.get(key)).doubleValue();
    }

    @Override
    public void close() {
        page.close();
    }
}
