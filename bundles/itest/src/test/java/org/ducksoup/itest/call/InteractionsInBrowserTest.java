package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One, two and three participants meet in Chromium. Some join late, leave early, or are refused. */
@Tag("waits")
class InteractionsInBrowserTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    /** The test page, with one changed voice that the other participant changes again. */
    @Test
    void twoMeetAndOneControlsTheOthersVoice() throws Exception {
        int complaintsBefore = running.browser().complaints().size();
        String origin = running.server().origin();
        try (ParticipantPage ann = ParticipantPage.interaction(
                        running.browser(), origin, options("dyad", "ann", "recordingMode", "none"));
                ParticipantPage bob = openBob(origin, ann)) {
            ann.await("start");
            bob.await("start");
            ann.seesAndHears("bob");
            bob.seesAndHears("ann");
            assertThat(bob.received(1).get(0).hertz()).isCloseTo(440, within(8.0));
            assertThat(ann.received(1).get(0).hertz()).isCloseTo(352, within(8.0));
            ann.select("#fxUser", "bob");
            ann.fill("#fxName", "voice");
            ann.fill("#fxProperty", "pitch");
            ann.fill("#fxValue", "0.5");
            ann.fill("#fxDuration", "200");
            ann.click("#apply");
            ann.pause(1200);
            assertThat(ann.received(1).get(0).hertz())
                    .as("bob's voice, after ann has lowered it")
                    .isCloseTo(220, within(8.0));
            assertThat(ann.text("#status")).contains("bob");
            ann.screenshot("interaction");
            ann.click("#stop");
            assertThat(asMap(bob.await("other_left"))).containsEntry("userId", "ann");
            bob.click("#stop");
            bob.await("closed");
            assertThat(bob.events())
                    .containsSubsequence("local-stream", "joined", "start", "track", "track", "other_left", "closed");
        }
        List<String> complaints = running.browser().complaints();
        assertThat(complaints.subList(complaintsBefore, complaints.size())).isEmpty();
    }

    /** He joins second, so that ann receives his name. */
    private static ParticipantPage openBob(String origin, ParticipantPage ann) {
        ann.await("joined");
        return ParticipantPage.interaction(
                running.browser(),
                origin,
                options("dyad", "bob", "audioFx", "pitch pitch=0.8 name=voice", "recordingMode", "none"));
    }

    @Test
    void aloneItIsAMirror() {
        try (ParticipantPage ann = lab("mount=1", "alone", "ann", "size", 1, "duration", 20)) {
            ann.await("start");
            ann.seesAndHears("");
            assertThat(ann.evaluate("document.querySelectorAll('#root video[playsinline][autoplay]').length"))
                    .isEqualTo(1);
            ann.evaluate("player.stop()");
            ann.await("closed");
            assertThat(ann.evaluate("document.querySelectorAll('#root *').length"))
                    .isEqualTo(0);
            assertThat(ann.evaluate("localStream.getTracks().map((track) => track.readyState).join()"))
                    .isEqualTo("ended,ended");
        }
    }

    /**
     * The seat of a participant who left early is free again. Later participants hear that the interaction is full, or
     * that they are in it already.
     */
    @Test
    void threeMeetAfterOneHasLeftAndNobodyElseIsLetIn() {
        try (ParticipantPage ann = lab("", "trio", "ann", "size", 3);
                ParticipantPage bob = lab("", "trio", "bob", "size", 3)) {
            bob.await("joined");
            ann.evaluate("player.stop()");
            assertThat(asMap(bob.await("other_left"))).containsEntry("userId", "ann");
            try (ParticipantPage carl = lab("", "trio", "carl", "size", 3);
                    ParticipantPage dora = lab("", "trio", "dora", "size", 3)) {
                for (ParticipantPage page : List.of(bob, carl, dora)) {
                    page.await("start");
                }
                bob.seesAndHears("carl", "dora");
                carl.seesAndHears("bob", "dora");
                dora.seesAndHears("bob", "carl");
                try (ParticipantPage eve = lab("", "trio", "eve", "size", 3);
                        ParticipantPage bobAgain = lab("", "trio", "bob", "size", 3)) {
                    eve.await("closed");
                    assertThat(eve.events()).containsExactly("local-stream", "error-full", "closed");
                    bobAgain.await("closed");
                    assertThat(bobAgain.events()).containsExactly("local-stream", "error-duplicate", "closed");
                    assertThat(asMap(bobAgain.await("error-duplicate"))).containsEntry("key", "userId");
                }
                carl.evaluate("player.stop()");
                assertThat(asMap(dora.await("other_left"))).containsEntry("userId", "carl");
                bob.await("other_left", 2);
                // Carl's tracks may stay for a while without media.
                assertThat(bob.receivedNow()).anyMatch(r -> r.userId().equals("dora") && r.isSeen() && r.isHeard());
                assertThat(dora.receivedNow())
                        .filteredOn(r -> r.isSeen() && r.isHeard())
                        .hasSize(1);
                assertThat(dora.events()).doesNotContain("error-full", "closed");
            }
        }
    }

    @Test
    void theSameNameFromTwoOriginsIsTwoInteractions() {
        String[] here = options("namesake", "ann", "size", "1", "recordingMode", "none");
        try (ParticipantPage one = ParticipantPage.interaction(
                        running.browser(), running.server().origin(), here);
                ParticipantPage two = ParticipantPage.interaction(
                        running.browser(), running.meeting().otherOrigin(), here)) {
            one.await("start");
            two.await("start");
            one.seesAndHears("");
            two.seesAndHears("");
            assertThat(one.events()).doesNotContain("other_joined", "error-full", "error-duplicate");
            assertThat(asMap(two.await("joined"))).containsEntry("context", "new-interaction");
        }
    }

    @Test
    void audioOnlyAsksForNoCameraAndWaitsForNoVideo() {
        try (ParticipantPage ann = lab("", "voices", "ann", "audioOnly", true);
                ParticipantPage bob = lab("mount=1", "voices", "bob", "audioOnly", true)) {
            ann.await("start");
            for (ParticipantPage page : List.of(ann, bob)) {
                List<ParticipantPage.Received> all = page.received(1);
                System.out.printf("  audio only: %s%n", all);
                assertThat(all).hasSize(1).allMatch(r -> r.isHeard() && r.videoTracks() == 0);
                assertThat(page.evaluate("localStream.getVideoTracks().length")).isEqualTo(0);
            }
        }
    }

    private static ParticipantPage lab(String query, String interaction, String user, Object... more) {
        Object[] options = new Object[more.length + 6];
        System.arraycopy(
                new Object[] {"interactionName", interaction, "userId", user, "duration", 60}, 0, options, 0, 6);
        System.arraycopy(more, 0, options, 6, more.length);
        return running.labPage(query, options);
    }

    private static String[] options(String interaction, String user, String... more) {
        List<String> all = new java.util.ArrayList<>(
                List.of("interactionName", interaction, "userId", user, "duration", "60", "frameRate", "15"));
        all.addAll(List.of("width", "320", "height", "240"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object payload) {
        return (Map<String, Object>) payload;
    }
}
