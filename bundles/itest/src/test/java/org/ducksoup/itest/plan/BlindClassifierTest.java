package org.ducksoup.itest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.blinding.LeftOutPairs;
import org.ducksoup.itest.tool.blinding.PageReadings;
import org.ducksoup.itest.tool.blinding.RankTest;
import org.ducksoup.itest.tool.blinding.Runs;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Forty calls of two browsers, half of them with a changed voice and a changed picture and half with the sham of these. Can a
 * program that has everything both pages can read tell which is which? Who sees and hears is told by what is seen and heard, so
 * what describes the medium itself is looked at apart.
 */
@Tag("long")
class BlindClassifierTest {
    private static final int PAIRS = 20;

    /** For all readings of a page together. With two pages, one such test in fifty finds what is not there. */
    private static final double CLEAR = 0.01;

    /**
     * What describes the medium that the other one sends, and cannot be the same if a voice or a picture is not: how loud the
     * voice is, how many bytes it and the picture take (the encoders of both follow what they get), and how coarsely the picture is
     * encoded. Whoever reads these could as well listen and look.
     */
    private static final Pattern MEDIUM = Pattern.compile(
            "audioLevel|totalAudioEnergy|bytesReceived|qpSum" + "|remote-?outbound.*/bytesSent|(audio|video)Down",
            Pattern.CASE_INSENSITIVE);

    /** The plans' names are in what pages read, so they say nothing to each other. */
    private static final String EQUALIZED = "talk-1";

    private static final String STRETCHED = "talk-2";

    /** By chance, to know how many right guesses mean nothing. */
    private static final int ORDERS = 400;

    private static final Path PLANS = Path.of("target/blind/plans").toAbsolutePath();
    private static final Path STATE = Path.of("target/blind/state").toAbsolutePath();
    private static final Path KEPT = Path.of("target/blind/kept").toAbsolutePath();

    /** The steps are in both conditions, and circuits are switched in both. */
    private static final String PLAN = """
            title: Which is which
            duration: 7
            roles: [a, b]
            recordingMode: none
            width: 320
            height: 240
            frameRate: 15
            videoFormat: VP8
            effects:
              a:
                audioFx: VOICE
                videoFx: videobalance brightness=0.2 name=light
            conditions:
              active: {}
              sham:
                shamOf: active
                SILENCED
            assignment: { by: blocks, blockSize: 2, seed: 2026 }
            timeline:
              - step: lower
                when: { at: 1.5 }
                do: { ramp: a.voice.PROPERTY, to: OTHER, attack: 1 }
              - step: darker
                when: { at: 2.5 }
                do: { set: a.light.brightness, to: -0.3 }
              - step: hint
                when: { at: 3 }
                do: { message: b, text: "Half of the time is over." }
              - step: out
                when: { at: 4 }
                do:
                  - { switch: a.voice, to: out }
                  - { switch: a.light, to: out }
              - step: back
                when: { at: 5 }
                do:
                  - { switch: a.voice, to: in }
                  - { switch: a.light, to: in }
            """;

    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary()
            .with("DUCKSOUP_PLANS_DIR", PLANS.toString())
            .with("DUCKSOUP_PLANS_STATE_DIR", STATE.toString());

    private final List<NavigableMap<String, Double>> own = new ArrayList<>();
    private final List<NavigableMap<String, Double>> other = new ArrayList<>();
    private final List<Boolean> active = new ArrayList<>();

    static {
        try {
            for (Path directory : List.of(PLANS, STATE, KEPT)) {
                Files.createDirectories(directory);
            }
            write(
                    EQUALIZED,
                    "equalizer-3bands band1=12 name=voice",
                    "band1",
                    "neutral: { a.voice.band1: 0, a.light.brightness: 0 }",
                    "-24");
            // This element gives 40 to 90 ms of sound at a time, as its pitch is, and the listener's browser calls that
            // jitter. So
            // neutral values would tell.
            write(STRETCHED, "pitch pitch=1.4 name=voice", "pitch", "by: circuit", "0.7");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String plan, String voice, String property, String silenced, String other)
            throws IOException {
        Files.deleteIfExists(STATE.resolve(plan + ".assignments.csv"));
        Files.writeString(
                PLANS.resolve(plan + ".yaml"),
                PLAN.replace("VOICE", voice)
                        .replace("PROPERTY", property)
                        .replace("SILENCED", silenced)
                        .replace("OTHER", other));
    }

    private static String everything() throws IOException {
        try (var in = BlindClassifierTest.class.getResourceAsStream("/everything.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ParticipantPage open(Browser browser, String script, String plan, String interaction, String role) {
        String options = "{\"signalingUrl\":\"" + running.lab().signaling()
                + "\",\"interactionName\":\"" + interaction + "\",\"userId\":\"" + role
                + "\",\"plan\":\"" + plan + "\",\"role\":\"" + role
                + "\",\"video\":{\"width\":320,\"height\":240,\"frameRate\":15}}";
        return ParticipantPage.open(
                browser, running.lab().origin() + "/lab.html?options=" + ParticipantPage.encode(options), script);
    }

    /** One call, and whether it was the active condition, as the server's manifest and the key to its codes say. */
    private void call(Browser browser, String script, String plan, String interaction, boolean counts)
            throws IOException {
        String ofOwn;
        String ofOther;
        try (ParticipantPage a = open(browser, script, plan, interaction, "a")) {
            a.await("joined");
            try (ParticipantPage b = open(browser, script, plan, interaction, "b")) {
                a.await("closed");
                b.await("closed");
                ofOwn = (String) a.evaluate("JSON.stringify(window.everything())");
                ofOther = (String) b.evaluate("JSON.stringify(window.everything())");
            }
        }
        if (counts) {
            String condition = condition(plan, interaction);
            Files.writeString(KEPT.resolve(interaction + "-" + condition + "-a.json"), ofOwn);
            Files.writeString(KEPT.resolve(interaction + "-" + condition + "-b.json"), ofOther);
            own.add(PageReadings.of(ofOwn, interaction));
            other.add(PageReadings.of(ofOther, interaction));
            active.add(condition.equals("active"));
        }
    }

    private static String condition(String plan, String interaction) throws IOException {
        Path data = running.server().directory().resolve("data");
        String code = await(interaction)
                .ignoreExceptions()
                .until(
                        () -> RecordedRun.of(data, interaction)
                                .manifest()
                                .at("/plan/condition")
                                .asText(),
                        found -> !found.isEmpty());
        Map<String, String> key = new TreeMap<>();
        for (String line : Files.readAllLines(STATE.resolve(plan + ".key.csv"))) {
            key.put(line.split(",")[0], line.split(",")[1]);
        }
        return key.getOrDefault(code, code);
    }

    @Test
    void neitherPageTellsTheCondition() throws Exception {
        neitherPageTells(EQUALIZED);
    }

    /** An effect that stretches time has a rhythm and a delay that depend on its values. Out of circuit it keeps both. */
    @Test
    void neitherPageTellsOfAStretchedVoice() throws Exception {
        neitherPageTells(STRETCHED);
    }

    private void neitherPageTells(String plan) throws Exception {
        calls(plan);
        SoftAssertions softly = new SoftAssertions();
        judge("own page", Runs.of(own, active), softly);
        Runs ofOther = Runs.of(other, active);
        judge("other page", ofOther.only(name -> !MEDIUM.matcher(name).find()), softly);
        show("the medium on the other page", ofOther.only(name -> MEDIUM.matcher(name)
                .find()));
        softly.assertAll();
    }

    private void calls(String plan) throws IOException {
        Browser browser = running.browser(media());
        String script = everything();
        // The first calls of a server and of a browser are slower.
        for (int i = 0; i < 2; i++) {
            call(browser, script, plan, plan + "-warm-" + i, false);
        }
        for (int i = 0; i < 2 * PAIRS; i++) {
            call(browser, script, plan, String.format(Locale.ROOT, "%s-%03d", plan, i), true);
        }
        for (int i = 0; i < active.size(); i += 2) {
            assertThat(active.get(i)).as("pair %d", i / 2).isNotEqualTo(active.get(i + 1));
        }
    }

    private static TestMedia media() throws IOException {
        try {
            return TestMedia.ordinary(Project.MEDIA);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static void judge(String page, Runs runs, SoftAssertions softly) {
        List<RankTest.Finding> findings = show(page, runs);
        // Fewer right guesses than chance has would not be better than chance either.
        softly.assertThat(LeftOutPairs.right(runs))
                .as(page)
                .isLessThanOrEqualTo(LeftOutPairs.mostByChance(LeftOutPairs.byChance(runs, ORDERS, 1)));
        softly.assertThat(findings)
                .as(page)
                .filteredOn(found -> found.corrected() < CLEAR)
                .isEmpty();
    }

    private static List<RankTest.Finding> show(String what, Runs runs) {
        int[] chance = LeftOutPairs.byChance(runs, ORDERS, 1);
        System.out.printf(
                "%s: %d readings that are not the same in all runs; of %d runs %d guessed right by the clearest, %d by all;"
                        + " the better of both in orders by chance %d to %d%n",
                what,
                runs.names().size(),
                runs.active().length,
                LeftOutPairs.right(runs, LeftOutPairs.Use.CLEAREST),
                LeftOutPairs.right(runs, LeftOutPairs.Use.ALL),
                chance[ORDERS / 40],
                LeftOutPairs.mostByChance(chance));
        List<RankTest.Finding> findings = RankTest.of(runs);
        findings.stream()
                .limit(8)
                .forEach(found -> System.out.printf(
                        Locale.ROOT,
                        "  %s: %.4g, in the sham %.4g; p = %.2g, of all readings together %.2g%n",
                        found.name(),
                        found.active(),
                        found.sham(),
                        found.p(),
                        found.corrected()));
        return findings;
    }
}
