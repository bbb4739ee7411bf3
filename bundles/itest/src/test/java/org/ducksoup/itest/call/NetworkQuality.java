package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.ducksoup.itest.tool.FigureFile;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.MirrorPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.network.BadNetwork;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.network.Impairment;
import org.ducksoup.testkit.network.LinkModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls in Chromium over networks as participants really have them, with one bandwidth estimator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NetworkQuality {
    private static final Impairment FAR = Impairment.NONE.delaying(Duration.ofMillis(30));
    private static final double LIMIT = 500;

    @RegisterExtension
    final RunningServer running;

    private final boolean gcc;
    private final FigureFile file;
    private Browser restless;
    private Browser ordinary;

    NetworkQuality(boolean gcc) {
        this.gcc = gcc;
        file = new FigureFile(gcc ? "network-quality" : "network-quality-by-loss");
        running = RunningServer.ordinary().with("DUCKSOUP_GCC", Boolean.toString(gcc));
    }

    @BeforeAll
    void open() throws Exception {
        restless = running.browser(TestMedia.restless(Project.MEDIA));
        ordinary = running.browser(TestMedia.ordinary(Project.MEDIA));
    }

    private interface Call {
        void run(BadNetwork network, MirrorPage page) throws Exception;
    }

    /** @param audioFx effect on the sound; empty for none */
    private void call(Browser browser, long seed, String audioFx, Call call) throws Exception {
        try (BadNetwork network = new BadNetwork(running.server(), seed);
                MirrorPage page = MirrorPage.start(
                        browser,
                        running.server(),
                        network,
                        "videoFormat",
                        "VP8",
                        "duration",
                        "180",
                        "recordingMode",
                        "none",
                        "audioFx",
                        audioFx)) {
            page.awaitState("running");
            page.steadyState(1);
            call.run(network, page);
        }
    }

    /** The change of the browser's statistics between two moments. */
    private record Figures(
            double freezes,
            double longestGap,
            double concealed,
            double sent,
            double received,
            double fps,
            double nacks,
            double retransmitted) {
        static Figures of(MirrorPage page, int seconds) {
            Map<?, ?> before = page.statistics();
            page.pause(seconds * 1000);
            Map<?, ?> after = page.statistics();
            return new Figures(
                    difference("freezes", before, after),
                    page.longestGapSince(seconds * 1000),
                    difference("concealed", before, after) / difference("samples", before, after),
                    difference("bytesSent", before, after) / seconds / 125,
                    difference("bytesReceived", before, after) / seconds / 125,
                    difference("frames", before, after) / seconds,
                    difference("nacks", before, after),
                    difference("retransmitted", before, after));
        }

        private static double difference(String key, Map<?, ?> before, Map<?, ?> after) {
            return ((Number) after.get(key)).doubleValue() - ((Number) before.get(key)).doubleValue();
        }

        void print(String what, FigureFile file) {
            file.put(what + ": longest gap, ms", longestGap)
                    .put(what + ": audio concealed, %", 100 * concealed)
                    .put(what + ": frames per second", fps)
                    .put(what + ": sends, kbit/s", sent)
                    .put(what + ": receives, kbit/s", received);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.0f freezes, longest gap %.0f ms, %.1f %% of the audio concealed, %.1f fps, sends %.0f and "
                            + "receives %.0f kbit/s, %.0f NACKs, %.0f packets sent again by the browser%n",
                    what,
                    freezes,
                    longestGap,
                    100 * concealed,
                    fps,
                    sent,
                    received,
                    nacks,
                    retransmitted);
        }
    }

    @Test
    void fivePercentLossBothWays() throws Exception {
        fivePercentLoss("", "5 % loss both ways, 60 ms");
    }

    /** The server decodes and encodes the voice, so both parts must handle loss as browsers do. */
    @Test
    void fivePercentLossBothWaysWithAVoiceEffect() throws Exception {
        fivePercentLoss("pitch pitch=1.1 name=fx", "5 % loss both ways, 60 ms, a voice effect");
    }

    private void fivePercentLoss(String audioFx, String what) throws Exception {
        call(restless, 5, audioFx, (network, page) -> {
            if (!gcc) {
                // Without transport-wide feedback a browser begins with 300 kbit/s, adds 8 % a second, and keeps its
                // rate
                // while packets are lost.
                page.pause(12_000);
            }
            network.udp.impair(FAR.losing(0.05));
            // Encoders protect a voice as soon as the loss is reported.
            page.pause(3000);
            Figures figures = Figures.of(page, 10);
            figures.print(what, file);
            assertThat(figures.longestGap).isLessThan(500);
            assertThat(figures.concealed).isLessThan(0.10);
            assertThat(figures.fps).isGreaterThan(20);
        });
    }

    @Test
    void halfAMegabitBothWays() throws Exception {
        call(restless, 6, "", (network, page) -> {
            network.udp.impair(
                    Impairment.NONE.delaying(Duration.ofMillis(20)).limitedTo(500_000, Duration.ofMillis(400)));
            page.pause(12_000);
            LinkModel.Counts up = network.udp.uplink();
            LinkModel.Counts down = network.udp.downlink();
            Figures limited = Figures.of(page, 10);
            double upDrops = drops(up, network.udp.uplink());
            double downDrops = drops(down, network.udp.downlink());
            limited.print("500 kbit/s both ways", file);
            network.udp.impair(Impairment.NONE);
            page.pause(13_000);
            Figures free = Figures.of(page, 2);
            free.print("15 s after the limit", file);
            System.out.printf(
                    Locale.ROOT, "queue drops: uplink %.2f %%, downlink %.2f %%%n", 100 * upDrops, 100 * downDrops);
            if (gcc) {
                assertThat(limited.sent).isBetween(0.8 * LIMIT, 1.01 * LIMIT);
                assertThat(limited.received).isBetween(0.8 * LIMIT, 1.01 * LIMIT);
                assertThat(Math.max(upDrops, downDrops)).isLessThan(0.01);
            } else {
                // This estimator notices a full queue only by its losses, and so does the browser, which keeps its rate
                // up to
                // a loss of 10 % and sends lost packets again.
                assertThat(limited.sent).isBetween(0.7 * LIMIT, 1.25 * LIMIT);
                assertThat(limited.received).isLessThan(1.1 * LIMIT);
            }
            assertThat(free.received).isGreaterThan(gcc ? 1.8 * LIMIT : 1.5 * LIMIT);
        });
    }

    private static double drops(LinkModel.Counts before, LinkModel.Counts after) {
        return (double) (after.queueDrops() - before.queueDrops()) / (after.offered() - before.offered());
    }

    @Test
    void jitterAndReordering() throws Exception {
        call(restless, 7, "", (network, page) -> {
            network.udp.impair(FAR.jittering(Duration.ofMillis(30)));
            page.pause(1500);
            Figures jitter = Figures.of(page, 6);
            jitter.print("30 ms jitter", file);
            network.udp.impair(FAR.reordering(0.05));
            page.pause(1500);
            Figures reordered = Figures.of(page, 6);
            reordered.print("5 % reordered by 40 ms", file);
            assertThat(jitter.longestGap).isLessThan(500);
            assertThat(reordered.longestGap).isLessThan(500);
            assertThat(Math.min(jitter.fps, reordered.fps)).isGreaterThan(20);
        });
    }

    @Test
    void outages() throws Exception {
        outages(List.of(1, 3, 8, 20));
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 20})
    void outagesAgainAndAgain(int seconds) throws Exception {
        outages(Collections.nCopies(5, seconds));
    }

    /** The networks follow one another in one call. */
    private void outages(List<Integer> seconds) throws Exception {
        call(ordinary, 8, "", (network, page) -> {
            // A browser estimates the sender's clock. In the first seconds of a call, its extrapolation over eight
            // seconds is wrong by half a second, and it delays pictures by that time.
            page.pause(11_000);
            SoftAssertions softly = new SoftAssertions();
            for (int length : seconds) {
                page.pause(4000);
                double back = outage(network, page, length);
                if (back >= 1000) {
                    // A browser on a busy machine sometimes takes most of a second to make the key frame.
                    page.pause(4000);
                    back = outage(network, page, length);
                }
                softly.assertThat(back).as("after %d s", length).isLessThan(1000);
            }
            softly.assertAll();
        });
    }

    private double outage(BadNetwork network, MirrorPage page, int seconds) {
        network.impair(Impairment.NONE.cutOff());
        page.pause(seconds * 1000);
        double back = page.backAfter(() -> network.impair(Impairment.NONE));
        System.out.printf(Locale.ROOT, "video back %.0f ms after an outage of %d s%n", back, seconds);
        file.put("back after an outage of " + seconds + " s, ms", back);
        return back;
    }
}
