package org.ducksoup.sfu.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.sfu.FakeSender;
import org.ducksoup.sfu.House;
import org.junit.jupiter.api.Test;

/** The tracks that each participant receives, and the key frames for them. */
class RouterTest {
    private final House house = new House();

    @Test
    void twoGetEachOthersTracksOnceBothAreThere() {
        House.Client ann = house.join("ann", 2, 60);
        ann.connect();
        assertThat(ann.told()).as("waits").containsExactly("Joined", "Offer");
        House.Client bob = house.join("bob", 2, 60);
        assertThat(bob.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.EXISTING_INTERACTION);
        bob.connect();
        assertThat(ann.told()).containsExactly("Joined", "Offer", "OtherJoined", "Start", "Offer");
        assertThat(bob.told()).containsExactly("Joined", "OtherJoined", "Offer", "Start", "Offer");
        bob.video.packet();
        assertThat(ann.connection.senders).extracting(s -> s.packets).containsExactly(0, 1);
        assertThat(bob.connection.senders).extracting(s -> s.packets).containsExactly(0, 0);
        String stream = ann.connection.senders.get(0).track().streamId();
        assertThat(ann.connection.senders).allMatch(s -> s.track().streamId().equals(stream));
        assertThat(ann.last(ServerMessage.OtherJoined.class)).isEqualTo(new ServerMessage.OtherJoined("bob", stream));
    }

    @Test
    void threeGetTwoStreamsEach() {
        List<House.Client> all = new ArrayList<>();
        for (String user : List.of("a", "b", "c")) {
            all.add(house.join(user, 3, 60));
        }
        all.forEach(House.Client::connect);
        for (House.Client client : all) {
            assertThat(client.connection.active()).hasSize(4);
            assertThat(client.connection.active().stream()
                            .map(s -> s.track().streamId())
                            .distinct())
                    .hasSize(2);
            assertThat(client.connection.offers)
                    .as("one offer for all four tracks")
                    .hasSize(2);
            client.answer();
        }
        all.get(0).video.packet();
        assertThat(all.get(1).connection.senders.stream()
                        .mapToInt(s -> s.packets)
                        .sum())
                .isEqualTo(1);
        assertThat(all.get(2).connection.senders.stream()
                        .mapToInt(s -> s.packets)
                        .sum())
                .isEqualTo(1);
        assertThat(all.get(0).connection.senders.stream()
                        .mapToInt(s -> s.packets)
                        .sum())
                .isZero();
    }

    @Test
    void saysWhichTracksAreNotSentToWhom() {
        House.Client ann = house.join("ann", 3, 16).connect().answer();
        House.Client bob = house.join("bob", 3, 16).connect().answer();
        House.Client zoe = house.join("zoe", 3, 16).connect().answer();
        assertThat(house.events(InteractionEvent.OwnTrackSkipped.class))
                .extracting(e -> e.scope().userId() + " " + e.trackId())
                .contains("ann " + ann.audio.trackId(), "ann " + ann.video.trackId(), "bob " + bob.video.trackId())
                .doesNotContain("ann " + bob.audio.trackId(), "bob " + ann.video.trackId());
        assertThat(house.events(InteractionEvent.DuplicateTrackSkipped.class)).isEmpty();
        zoe.session.leave();
        assertThat(house.events(InteractionEvent.DuplicateTrackSkipped.class))
                .extracting(e -> e.scope().userId() + " " + e.trackId())
                .containsExactlyInAnyOrder(
                        "ann " + bob.audio.trackId(),
                        "ann " + bob.video.trackId(),
                        "bob " + ann.audio.trackId(),
                        "bob " + ann.video.trackId());
    }

    /** After an outage the receivers of a track would need seconds to request a key frame. */
    @Test
    void aBrokenPictureIsAskedForAnew() {
        House house = new House();
        House.Client me = house.join("me", 1, 16).connect().answer();
        house.timer.passSeconds(1);
        int before = me.video.keyFrameRequests;
        me.video.broken.run();
        assertThat(me.video.keyFrameRequests).isEqualTo(before + 1);
        assertThat(house.events(InteractionEvent.KeyFrameRequested.class))
                .extracting(InteractionEvent.KeyFrameRequested::cause)
                .last()
                .isEqualTo("gap");
    }

    @Test
    void aReceiversRequestReachesTheSource() {
        House.Client[] two = house.startTwo(60);
        two[0].answer();
        two[1].answer();
        house.timer.passSeconds(1);
        int before = two[1].video.keyFrameRequests;
        FakeSender bobsVideo = two[0].connection.senders.get(1);
        bobsVideo.feedback.onKeyFrameRequest("PLI");
        assertThat(two[1].video.keyFrameRequests).isEqualTo(before + 1);
        for (int i = 0; i < 50; i++) {
            bobsVideo.feedback.onKeyFrameRequest("PLI");
        }
        assertThat(two[1].video.keyFrameRequests).isEqualTo(before + 1);
        house.timer.passSeconds(5);
        assertThat(two[1].video.keyFrameRequests)
                .as("one more for all that came too soon")
                .isEqualTo(before + 2);
        assertThat(two[1].audio.keyFrameRequests).isZero();
        assertThat(two[0].video.keyFrameRequests).isLessThanOrEqualTo(2);
    }
}
