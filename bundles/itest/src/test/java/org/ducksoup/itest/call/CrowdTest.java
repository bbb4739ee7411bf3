package org.ducksoup.itest.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.ducksoup.itest.tool.ForeignPeer;
import org.ducksoup.itest.tool.running.RunningServer;
import org.ducksoup.testkit.media.MediaProfile;
import org.ducksoup.testkit.media.ReceivedTrack;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many participants, none of whom misses a track. */
class CrowdTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    private static final int PAIRS = 30;

    @Test
    void thirtyPairsAtOnce() {
        List<List<HeadlessParticipant>> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(List.of(join("pair-" + i, "ann", 2), join("pair-" + i, "bob", 2)));
        }
        List<Long> millis = new ArrayList<>();
        for (List<HeadlessParticipant> pair : pairs) {
            String name = "pair-" + millis.size();
            try {
                millis.add(millisToMedia(pair, 2));
            } catch (AssertionError e) {
                List<String> told = running.output(line -> line.contains("interaction=" + name + " "));
                throw new AssertionError(name + " at the server:\n" + String.join("\n", told), e);
            }
        }
        millis.sort(null);
        System.out.printf(
                "%d interactions of 2 at once: last handshake to media of every track, median %d ms, longest %d ms%n",
                PAIRS, millis.get(PAIRS / 2), millis.get(PAIRS - 1));
        pairs.forEach(pair -> pair.forEach(HeadlessParticipant::close));
        assertThat(millis.get(PAIRS - 1)).isLessThanOrEqualTo(2000);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void everybodyGetsEverybodyElse(int size) {
        List<HeadlessParticipant> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(join("all-" + size, "user " + i, size));
        }
        long millis = millisToMedia(all, 2 * (size - 1));
        System.out.printf("%d in one interaction: last handshake to media of every track %d ms%n", size, millis);
        all.forEach(HeadlessParticipant::close);
        assertThat(millis).isLessThanOrEqualTo(2000);
    }

    /** Two of the project's headless participants and two of other implementations. */
    @Test
    void independentImplementationsTakePart() throws Exception {
        try (HeadlessParticipant ann = join("mixed", "ann", 5);
                HeadlessParticipant bob = join("mixed", "bob", 5);
                ForeignPeer library = ForeignPeer.wrtc(running.server(), options("mixed", "zoé", 5), 8);
                ForeignPeer python = ForeignPeer.aiortc(running.server(), options("mixed", "小明", 5), 8);
                ForeignPeer node = ForeignPeer.werift(running.server(), options("mixed", "小红", 5), 8)) {
            awaitTracks(ann, 8);
            awaitTracks(bob, 8);
            System.out.printf(
                    "packets of each track:%n  libwebrtc %s%n  aiortc %s%n  werift %s%n",
                    library.awaitMedia(), python.awaitMedia(), node.awaitMedia());
        }
    }

    private static HeadlessParticipant join(String name, String user, int size) {
        return running.clients().join(running.server().signaling(), options(name, user, size));
    }

    private static ParticipantOptions options(String name, String user, int size) {
        return ParticipantOptions.of(name, user, size)
                .with("recordingMode", "none")
                .sendingLike(MediaProfile.LIGHT_VIDEO)
                .lasting(Duration.ofSeconds(40));
    }

    /** The time from the last handshake of a group until every member has received a packet of every track. */
    private static long millisToMedia(List<HeadlessParticipant> group, int tracks) {
        long lastHandshake = Long.MIN_VALUE;
        for (HeadlessParticipant member : group) {
            lastHandshake = Math.max(lastHandshake, member.nanos(Milestone.CONNECTED));
        }
        long lastTrack = lastHandshake;
        for (HeadlessParticipant member : group) {
            member.await(Milestone.START);
            for (ReceivedTrack track : awaitTracks(member, tracks)) {
                lastTrack = Math.max(lastTrack, track.firstPacketNanos());
            }
        }
        return Duration.ofNanos(lastTrack - lastHandshake).toMillis();
    }

    private static List<ReceivedTrack> awaitTracks(HeadlessParticipant member, int expected) {
        try {
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> delivering(member).size() >= expected);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("a track is missing: " + member.tracks() + "\n" + member.transcript(), e);
        }
        assertThat(delivering(member)).hasSize(expected);
        return delivering(member);
    }

    private static List<ReceivedTrack> delivering(HeadlessParticipant member) {
        return member.tracks().stream().filter(t -> t.received() > 0).toList();
    }
}
