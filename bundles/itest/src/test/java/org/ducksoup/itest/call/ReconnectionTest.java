package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.MirrorPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.network.BadNetwork;
import org.ducksoup.testkit.network.Impairment;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A call in Chromium whose network breaks in every way that networks do; the page does nothing about it. */
class ReconnectionTest {
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

    @Test
    void theCallSurvivesWhatHappensToTheNetwork() throws Exception {
        try (BadNetwork network = new BadNetwork(server, 1);
                MirrorPage page = MirrorPage.start(
                        browser, server, network, "videoFormat", "VP8", "duration", "90", "recordingMode", "none")) {
            page.awaitState("running");
            page.steadyState(1);

            network.tcp.reset();
            page.pause(3000);
            double socketLost = page.longestGapSince(3000);
            assertThat(socketLost).as("a lost socket is not seen").isLessThan(500);
            assertThat(server.output(line -> line.contains("websocket_resumed")))
                    .isNotEmpty();

            double moved = page.backAfter(network::move);

            network.impair(Impairment.NONE.cutOff());
            page.pause(3000);
            double shortOutage = page.backAfter(() -> network.impair(Impairment.NONE));

            network.impair(Impairment.NONE.cutOff());
            page.pause(20_000);
            double longOutage = page.backAfter(() -> network.impair(Impairment.NONE));

            System.out.printf(
                    "longest gap when the socket is lost %.0f ms; video back %.0f ms after an address change, "
                            + "%.0f ms after an outage of 3 s, %.0f ms after 20 s%n",
                    socketLost, moved, shortOutage, longOutage);
            page.pause(1500);
            assertThat(page.tone(1000).hertz()).isBetween(430.0, 450.0);
            page.stop();
            List<String> events = page.events();
            assertThat(events).doesNotContain("error", "error-duplicate", "error-aborted");
            assertThat(events.stream().filter("start"::equals)).hasSize(1);
            assertThat(Duration.ofMillis((long) moved)).isLessThan(Duration.ofSeconds(5));
            assertThat(Duration.ofMillis((long) shortOutage)).isLessThan(Duration.ofSeconds(2));
            assertThat(Duration.ofMillis((long) longOutage)).isLessThan(Duration.ofSeconds(3));
        }
    }
}
