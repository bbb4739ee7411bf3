package org.ducksoup.itest.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.EventTranscript;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.recording.Recording;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.network.FreePorts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The events that {@code ducksoup.js} reports to a page, from the first to the last, in calls that succeed and in calls
 * that fail.
 */
@Tag("waits")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlayerInBrowserTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    @BeforeAll
    static void somebodyWaits() {
        lonely = lab("", "lonely", "ann", "audioOnly", true);
    }

    /** This page waits in vain for others while the other tests run. */
    private static ParticipantPage lonely;

    @Test
    void everyEventOfACallInOrder() throws Exception {
        try (ParticipantPage ann = lab("", "call", "ann", "duration", 8, "recordingMode", "muxed")) {
            ann.await("joined");
            try (ParticipantPage bob = lab("", "call", "bob", "duration", 8, "recordingMode", "muxed")) {
                bob.await("closed");
                ann.await("closed");
                ann.await("stats", 3);
                new EventTranscript(ann.record()).check("call-ann");
                new EventTranscript(bob.record()).check("call-bob");
                assertThat(ann.files()).isEqualTo(bob.files());
                Recording.of(
                                running.server().directory().resolve("data"),
                                ann.files().get("bob"))
                        .check(false, false, 8);
            }
        }
    }

    /** Runs last, when that page has given up waiting. */
    @Test
    @Order(Integer.MAX_VALUE)
    void theOthersDidNotCome() throws Exception {
        lonely.await("closed");
        new EventTranscript(lonely.record()).check("aborted");
    }

    @Test
    void theParticipantDeniesTheCamera() throws Exception {
        String url = running.meeting().labUrl("/denied/lab.html?", "interactionName", "denied", "userId", "ann");
        try (ParticipantPage ann = ParticipantPage.open(running.browser(), url)) {
            ann.await("error");
            new EventTranscript(ann.record()).check("camera-denied");
        }
    }

    @Test
    void thereIsNoCamera() throws Exception {
        try (Browser bare = new Browser("ducksoup", "ducksoup");
                ParticipantPage ann = ParticipantPage.open(
                        bare, running.meeting().labUrl("/lab.html?", "interactionName", "bare", "userId", "ann"))) {
            ann.await("error");
            new EventTranscript(ann.record()).check("camera-missing");
        }
    }

    @Test
    void theServerIsNotThere() throws Exception {
        String nowhere = "ws://localhost:" + FreePorts.tcp() + "/ws";
        try (ParticipantPage ann = lab("", "nowhere", "ann", "signalingUrl", nowhere)) {
            ann.await("closed");
            new EventTranscript(ann.record()).check("server-unreachable");
        }
    }

    @Test
    void theServerRefusesAnEffect() throws Exception {
        try (ParticipantPage ann = lab("", "refused", "ann", "audioFx", "nosuchfilter")) {
            ann.await("closed");
            new EventTranscript(ann.record()).check("effect-refused");
        }
    }

    /** A reload: the same seat, the remaining time, the others see the media again, and a second file is written. */
    @Test
    void reloadingThePageKeepsTheSeat() {
        String origin = running.server().origin();
        try (ParticipantPage ann = ParticipantPage.interaction(running.browser(), origin, options("reload", "ann"));
                ParticipantPage bob =
                        ParticipantPage.interaction(running.browser(), origin, options("reload", "bob"))) {
            double before = ((Number) ann.await("start")).doubleValue();
            ann.seesAndHears("bob");
            int joinedBefore =
                    (int) ann.events().stream().filter("other_joined"::equals).count();
            ann.pause(2000);
            bob.reload();
            double remaining = ((Number) bob.await("start")).doubleValue();
            double passed = bob.secondsOf("start") - ann.secondsOf("start");
            assertThat(asMap(bob.await("joined"))).containsEntry("context", "reconnection");
            System.out.printf("reload: %.1f of %.1f s remain after %.1f s%n", remaining, before, passed);
            // The remaining time is told in whole seconds, and a busy page hears of it late.
            assertThat(remaining).isCloseTo(before - passed, within(1.5)).isLessThan(before);
            assertThat(asMap(ann.await("other_left"))).containsEntry("userId", "bob");
            assertThat(asMap(ann.await("other_joined", joinedBefore + 1))).containsEntry("userId", "bob");
            bob.seesAndHears("ann");
            ann.seesAndHears("bob");
            Map<String, List<String>> files = ann.files();
            System.out.printf("reload: files %s%n", files);
            assertThat(files.get("ann")).hasSize(1).allMatch(name -> name.contains("-c-1"));
            assertThat(files.get("bob")).hasSize(2);
            assertThat(files.get("bob").get(0)).contains("-u-bob-c-1");
            assertThat(files.get("bob").get(1)).contains("-u-bob-c-2");
            bob.await("end");
        }
    }

    /** Only the socket is lost. The media continues, and no message of the socket is lost. */
    @Test
    void aLostSocketIsReplacedWhileTheMediaFlows() {
        Object proxied = "ws://localhost:" + running.meeting().proxy.port() + "/ws";
        try (ParticipantPage ann = lab("", "socket", "ann", "signalingUrl", proxied);
                ParticipantPage bob = lab("", "socket", "bob")) {
            ann.await("start");
            ann.seesAndHears("bob");
            List<String> before = ann.events();
            for (ParticipantPage page : List.of(ann, bob)) {
                page.evaluate("window.longestGap = measureFrames('video', 4).then(({ longestGap }) => longestGap), 0");
            }
            running.meeting().proxy.cut();
            ann.evaluate("player.log('said', 'while away')");
            assertThat(asMap(ann.await("joined", 2))).containsEntry("context", "reconnection");
            double longestGap = ((Number) ann.evaluate("window.longestGap")).doubleValue();
            double bobsGap = ((Number) bob.evaluate("window.longestGap")).doubleValue();
            System.out.printf("lost socket: longest time without a frame %.0f and %.0f ms%n", longestGap, bobsGap);
            // Nothing is wrong with bob's socket: his page tells how long the machine itself let both wait.
            assertThat(longestGap).isLessThan(500 + bobsGap);
            assertThat(ann.events().subList(before.size(), ann.events().size())).containsExactly("joined");
            assertThat(bob.events()).doesNotContain("other_left");
            await().untilAsserted(() -> assertThat(running.output(line -> line.contains("ext_said")))
                    .hasSize(1));
            ann.evaluate("player.stop()");
            bob.await("other_left");
        }
    }

    /** Both generations of the original's protocol, written by hand, meet in one call. */
    @Test
    void theOldClientsMeet() throws Exception {
        Object[] options = {"interactionName", "old", "size", 2, "duration", 7};
        try (ParticipantPage first = generation("first", "ann", options)) {
            // The transcript has the second one's join after this.
            await().until(() -> dialogue(first).contains("> client_answer"));
            theOldClientsMeet(first, generation("later", "bob", options));
        }
    }

    private static void theOldClientsMeet(ParticipantPage first, ParticipantPage second) throws Exception {
        try (ParticipantPage later = second) {
            first.await("start");
            later.await("start");
            for (ParticipantPage page : List.of(first, later)) {
                List<ParticipantPage.Received> all = page.received(1);
                System.out.printf("  old clients: %s%n", all);
                assertThat(all).hasSize(1).allMatch(r -> r.isSeen() && r.isHeard());
                assertThat(all.get(0).hertz()).isCloseTo(440, within(8.0));
            }
            first.await("closed");
            later.await("closed");
            EventTranscript.ofLines(dialogue(first)).check("generation-first");
            EventTranscript.ofLines(dialogue(later)).check("generation-later");
        }
    }

    private static ParticipantPage generation(String generation, String user, Object... options) {
        Object[] all = java.util.Arrays.copyOf(options, options.length + 2);
        all[options.length] = "userId";
        all[options.length + 1] = user;
        return ParticipantPage.open(
                running.browser(), running.meeting().labUrl("/generations.html?generation=" + generation, all));
    }

    /** The kinds of all frames in both directions. Candidates depend on the network, so they are left out. */
    private static List<String> dialogue(ParticipantPage page) {
        return ((List<?>) page.evaluate("window.dialogue"))
                .stream()
                        .map(String::valueOf)
                        .filter(line -> !line.contains("candidate"))
                        .toList();
    }

    private static ParticipantPage lab(String query, String interaction, String user, Object... more) {
        Object[] options = java.util.Arrays.copyOf(
                new Object[] {"interactionName", interaction, "userId", user, "duration", 60}, more.length + 6);
        System.arraycopy(more, 0, options, 6, more.length);
        return running.labPage(query, options);
    }

    private static String[] options(String interaction, String user) {
        return new String[] {
            "interactionName",
            interaction,
            "userId",
            user,
            "duration",
            "14",
            "frameRate",
            "15",
            "width",
            "320",
            "height",
            "240",
            "recordingMode",
            "muxed",
            "videoFormat",
            "VP8"
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object payload) {
        return (Map<String, Object>) payload;
    }
}
