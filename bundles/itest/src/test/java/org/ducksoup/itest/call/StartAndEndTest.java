package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls in Chromium that do not start, and calls that seem to end. */
@Tag("waits")
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
            assertThat(running.awaitOutput(line -> line.contains("interaction_created") && line.contains("says-stop")))
                    .hasSize(1);
        }
    }

    /** Both are asked to reload, and nobody is there for a moment. */
    @Test
    void twoWhoReloadAtOnceFindTheSameRun() {
        String[] options = {
            "interactionName", "both-reload", "size", "2", "duration", "40", "recordingMode", "none", "userId"
        };
        String origin = running.server().origin();
        try (ParticipantPage ann = ParticipantPage.interaction(running.browser(), origin, with(options, "ann"));
                ParticipantPage bob = ParticipantPage.interaction(running.browser(), origin, with(options, "bob"))) {
            for (ParticipantPage page : List.of(ann, bob)) {
                page.await("start");
                page.evaluate("addEventListener('beforeunload', () => document.getElementById('stop').click())");
            }
            // The remaining time is told in whole seconds: it can only be less if a second has passed.
            ann.pause(1000);
            ann.reload();
            bob.reload();
            for (ParticipantPage page : List.of(ann, bob)) {
                assertThat(asMap(page.await("joined"))).containsEntry("context", "reconnection");
                assertThat(((Number) page.await("start")).doubleValue()).isBetween(15.0, 39.5);
            }
            ann.seesAndHears("bob");
            bob.seesAndHears("ann");
            assertThat(running.awaitOutput(
                            line -> line.contains("interaction_created") && line.contains("both-reload")))
                    .hasSize(1);
        }
    }

    /** The camera is open, and another program or its cover keeps its pictures. */
    @Test
    void aCameraWithoutFramesIsNamed() {
        ParticipantOptions options =
                ParticipantOptions.of("no-frames", "ann", 2).with("recordingMode", "none");
        try (HeadlessParticipant ann = running.clients().join(running.server().signaling(), options);
                HeadlessParticipant bob = running.clients()
                        .join(
                                running.server().signaling(),
                                options.with("userId", "bob").withoutFrames())) {
            for (HeadlessParticipant participant : List.of(ann, bob)) {
                JsonNode reason = participant
                        .await(Milestone.REFUSED, Duration.ofSeconds(25))
                        .payload()
                        .at("/payload/reason");
                assertThat(reason.path("key").asText()).isEqualTo("video");
                assertThat(reason.path("value").asText()).isEqualTo("bob");
            }
            assertThat(running.awaitOutput(line -> line.contains("media_missing") && line.contains("no-frames")))
                    .singleElement()
                    .asString()
                    .contains("bob", "video");
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
            assertThat(running.awaitOutput(line -> line.contains("media_missing") && line.contains("no-udp")))
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
