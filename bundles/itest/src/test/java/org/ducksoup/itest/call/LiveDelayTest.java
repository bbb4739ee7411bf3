package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.network.BadNetwork;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.network.Impairment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two browsers, and effects that keep a time of their own. After an outage, and after a reload, the other hears and sees as
 * promptly as before within two seconds. A busy machine makes browsers late,
 * so this one is for a machine that does nothing else; {@code OutageTest} of gstreamer is its quick form.
 */
@Tag("long")
class LiveDelayTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    private static final Object[] OPTIONS = {
        "interactionName", "live-delay", "size", 2, "duration", 26, "recordingMode", "none", "userId"
    };
    private static final Object[] EFFECTS = {
        "ann", "audioFx", "pitch pitch=0.8", "videoFx", "coloreffects preset=xpro", "frameRate", 30
    };

    /** In milliseconds, from ann's page to bob's. */
    private record Delay(double sound, double picture) {}

    @Test
    void voiceAndPictureAreAsPromptAsBefore() throws Exception {
        String beat = script("/beat.js");
        try (BadNetwork network = new BadNetwork(running.server(), 5);
                ParticipantPage ann = ParticipantPage.open(
                        running.browser(),
                        running.meeting().labUrl("/lab.html?beat=1", and(EFFECTS)),
                        network.script(),
                        beat);
                ParticipantPage bob = ParticipantPage.open(
                        running.browser(), running.meeting().labUrl("/lab.html?", and("bob")), beat)) {
            ann.await("start");
            bob.await("start");
            ann.pause(3000);
            Delay before = delay(ann, bob, 4500);
            network.udp.impair(Impairment.NONE.cutOff());
            ann.pause(1000);
            network.udp.impair(Impairment.NONE);
            ann.pause(2000);
            Delay afterOutage = delay(ann, bob, 4500);
            ann.reload();
            ann.await("start");
            bob.await("track", 4);
            ann.pause(2000);
            Delay afterReload = delay(ann, bob, 4500);
            System.out.printf(
                    "live delay %s, after an outage %s, after a reload %s%n", before, afterOutage, afterReload);
            ann.await("closed");
            for (Delay after : List.of(afterOutage, afterReload)) {
                assertThat(after.sound).isCloseTo(before.sound, within(60.0));
                // A browser brings a picture that comes earlier than its sound to the time of the sound, in steps.
                assertThat(after.picture).isLessThan(Math.max(before.picture, after.sound) + 60);
            }
        }
    }

    private static Object[] and(Object... more) {
        List<Object> all = new ArrayList<>(List.of(OPTIONS));
        all.addAll(List.of(more));
        return all.toArray();
    }

    private static String script(String name) throws IOException {
        try (var in = LiveDelayTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Delay delay(ParticipantPage from, ParticipantPage to, int milliseconds) {
        double begin = ((Number) to.evaluate("performance.timeOrigin + performance.now()")).doubleValue();
        to.pause(milliseconds);
        return new Delay(
                median(times(from, "heard.own", 0), times(to, "heard.others", begin)),
                median(times(from, "seen.own", 0), times(to, "seen.others", begin)));
    }

    private static List<Double> times(ParticipantPage page, String list, double begin) {
        return ((List<?>) page.evaluate("window." + list))
                .stream()
                        .map(time -> ((Number) time).doubleValue())
                        .filter(time -> time > begin)
                        .toList();
    }

    /** From each that was sent to its arrival. One is sent each second. */
    private static double median(List<Double> sent, List<Double> arrived) {
        List<Double> delays = arrived.stream()
                .map(at -> at - sent.stream().filter(time -> time < at).reduce(0.0, (before, time) -> time))
                .sorted()
                .toList();
        System.out.printf(
                "  %s%n",
                delays.stream()
                        .map(delay -> String.format(Locale.ROOT, "%.0f", delay))
                        .toList());
        assertThat(delays).hasSizeGreaterThan(2);
        return delays.get(delays.size() / 2);
    }
}
