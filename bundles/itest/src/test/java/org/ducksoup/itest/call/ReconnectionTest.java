package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.ducksoup.itest.tool.browser.MirrorPage;
import org.ducksoup.itest.tool.network.BadNetwork;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.network.Impairment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A call in Chromium whose network fails in every usual way, without any action of the page. {@link NetworkQuality}
 * covers longer outages.
 */
class ReconnectionTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    @Test
    void theCallSurvivesWhatHappensToTheNetwork() throws Exception {
        try (BadNetwork network = new BadNetwork(running.server(), 1);
                MirrorPage page = MirrorPage.start(
                        running.browser(),
                        running.server(),
                        network,
                        "videoFormat",
                        "VP8",
                        "duration",
                        "90",
                        "recordingMode",
                        "none")) {
            page.awaitState("running");
            page.steadyState(1);

            network.tcp.reset();
            page.pause(3000);
            double socketLost = page.longestGapSince(3000);
            assertThat(socketLost).as("a lost socket is not seen").isLessThan(500);
            assertThat(running.awaitOutput(line -> line.contains("websocket_resumed")))
                    .isNotEmpty();

            double moved = page.backAfter(network::move);

            network.impair(Impairment.NONE.cutOff());
            page.pause(3000);
            double outage = page.backAfter(() -> network.impair(Impairment.NONE));

            System.out.printf(
                    "longest gap when the socket is lost %.0f ms; video back %.0f ms after an address change, "
                            + "%.0f ms after an outage of 3 s%n",
                    socketLost, moved, outage);
            page.pause(1500);
            assertThat(page.tone(1000).hertz()).isBetween(430.0, 450.0);
            page.stop();
            List<String> events = page.events();
            assertThat(events).doesNotContain("error", "error-duplicate", "error-aborted");
            assertThat(events.stream().filter("start"::equals)).hasSize(1);
            assertThat(Duration.ofMillis((long) moved)).isLessThan(Duration.ofSeconds(5));
            assertThat(Duration.ofMillis((long) outage)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
