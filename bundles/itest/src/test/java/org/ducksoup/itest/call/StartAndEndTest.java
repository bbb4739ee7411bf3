package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls in Chromium that do not start, and calls that seem to end. */
class StartAndEndTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    /** The template of DuckSoup's own laboratory says stop while the page unloads. */
    @Test
    void aReloadThatSaysStopFindsTheSameRun() {
        try (ParticipantPage page = ParticipantPage.interaction(
                running.browser(),
                running.server().origin(),
                "interactionName",
                "says-stop",
                "userId",
                "ann",
                "size",
                "1",
                "duration",
                "30",
                "recordingMode",
                "none")) {
            page.await("start");
            page.evaluate("addEventListener('beforeunload', () => document.getElementById('stop').click())");
            page.pause(3000);
            page.reload();
            Number left = (Number) page.await("start");
            assertThat(asMap(page.await("joined"))).containsEntry("context", "reconnection");
            assertThat(left.doubleValue()).isBetween(15.0, 27.0);
            assertThat(running.output(line -> line.contains("interaction_created") && line.contains("says-stop")))
                    .hasSize(1);
        }
    }

    /** Of two who meet, one has a network that lets no UDP through. */
    @Test
    void whoseNetworkLetsNothingThroughIsToldSoAndTheOtherIsNot() throws Exception {
        String[] options = {
            "interactionName", "no-udp", "size", "2", "duration", "30", "recordingMode", "none", "userId"
        };
        try (Browser blocked = Browser.withoutUdp(TestMedia.make(Project.MEDIA), "ducksoup", "ducksoup");
                ParticipantPage ann = ParticipantPage.interaction(
                        running.browser(), running.server().origin(), with(options, "ann"));
                ParticipantPage bob =
                        ParticipantPage.interaction(blocked, running.server().origin(), with(options, "bob"))) {
            for (ParticipantPage page : new ParticipantPage[] {ann, bob}) {
                assertThat(asMap(page.await("error-aborted")))
                        .containsEntry("key", "connection")
                        .containsEntry("value", "bob")
                        .extractingByKey("message")
                        .asString()
                        .contains("of bob there was no way for audio and video")
                        .doesNotContain("did not come");
            }
            assertThat(running.output(line -> line.contains("media_missing") && line.contains("no-udp")))
                    .singleElement()
                    .asString()
                    .contains("bob", "connection");
        }
    }

    private static String[] with(String[] options, String user) {
        String[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = user;
        return all;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object payload) {
        return (Map<String, Object>) payload;
    }
}
