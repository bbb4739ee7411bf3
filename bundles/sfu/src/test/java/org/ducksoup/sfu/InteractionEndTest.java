package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.transport.ConnectionState;
import org.junit.jupiter.api.Test;

/** The end of an interaction, and the messages to its participants at that moment. */
class InteractionEndTest {
    private final House house = new House();

    @Test
    void tellsOfTheEndInTime() {
        int[][] durationAndNotice = {{60, 45}, {16, 1}, {15, 1}, {5, 1}, {2, 1}, {17, 2}};
        for (int[] each : durationAndNotice) {
            House own = new House();
            House.Client me = own.join("me", 1, each[0]).connect();
            own.timer.pass(Duration.ofSeconds(each[1]).minusMillis(1));
            assertThat(me.told()).doesNotContain("Ending");
            own.timer.pass(Duration.ofMillis(1));
            assertThat(me.told()).endsWith("Ending");
            own.timer.pass(Duration.ofSeconds(each[0] - each[1]).minusMillis(1));
            assertThat(me.told()).endsWith("Ending");
            own.timer.pass(Duration.ofMillis(1));
            assertThat(me.told()).endsWith("Ending", "Files", "End");
            assertThat(me.last(ServerMessage.End.class).reason()).isNull();
        }
    }

    @Test
    void aShutdownTellsEverybody() {
        House.Client[] two = house.startTwo(60);
        house.interaction().end(EndReason.SHUTDOWN);
        house.interaction().end(EndReason.SHUTDOWN);
        for (House.Client client : two) {
            assertThat(client.told()).endsWith("Files", "End");
            assertThat(client.told()).filteredOn("End"::equals).hasSize(1);
            assertThat(client.last(ServerMessage.End.class).reason())
                    .as("a page can tell a swap from a conversation that is over")
                    .satisfies(reason -> {
                        assertThat(reason.key()).isEqualTo("server");
                        assertThat(reason.value()).isEqualTo("shutdown");
                    });
            assertThat(client.told()).as("not of each other's leaving").doesNotContain("OtherLeft");
        }
        assertThat(house.events(InteractionEvent.InteractionDeleted.class)).hasSize(1);
    }

    @Test
    void isAbortedWhenTheOthersDoNotCome() {
        House.Client ann = house.join("ann", 2, 60).connect();
        house.timer.pass(Duration.ofMillis(14_999));
        assertThat(ann.closed).isFalse();
        house.timer.pass(Duration.ofMillis(1));
        assertThat(ann.told()).endsWith("Refused ABORTED");
        assertThat(ann.closed).isTrue();
        assertThat(house.endReason()).isEqualTo(EndReason.ABORTED);
        assertThat(house.over).hasSize(1);
        assertThat(house.join("ann", 2, 60).told()).as("the name is free again").containsExactly("Joined", "Offer");
    }

    @Test
    void isGoneWhenEverybodyLeavesBeforeTheStart() {
        House.Client ann = house.join("ann", 2, 60);
        ann.session.channelClosed();
        assertThat(house.endReason()).isEqualTo(EndReason.EMPTY);
        assertThat(house.timer.pending()).isZero();
    }

    @Test
    void goesOnForAWhileWithNobodyThere() {
        House.Client[] two = house.startTwo(600);
        two[0].session.channelClosed();
        two[1].session.channelClosed();
        house.timer.passSeconds(29);
        House.Client back = house.join("ann", 2, 600).connect();
        assertThat(back.told()).contains("Start");
        house.timer.passSeconds(5);
        assertThat(back.closed).isFalse();
        back.session.channelClosed();
        house.timer.passSeconds(31);
        assertThat(house.endReason()).isEqualTo(EndReason.EMPTY);
    }

    @Test
    void thatWhileBeginsAnewEachTime() {
        House.Client me = house.join("me", 1, 600).connect();
        me.session.channelClosed();
        house.timer.passSeconds(10);
        House.Client back = house.join("me", 1, 600).connect();
        house.timer.passSeconds(10);
        back.session.channelClosed();
        house.timer.passSeconds(29);
        assertThat(house.over).isEmpty();
        house.timer.passSeconds(1);
        assertThat(house.endReason()).isEqualTo(EndReason.EMPTY);
    }

    @Test
    void refusedJoinsDoNotKeepItAlive() {
        House.Client me = house.join("me", 1, 600).connect();
        me.session.channelClosed();
        for (int i = 0; i < 3; i++) {
            house.timer.passSeconds(9);
            house.join(Requests.withEffects(House.request("me", 1, 600), "pitch", null));
            assertThat(house.over).isEmpty();
        }
        house.timer.passSeconds(3);
        assertThat(house.endReason()).isEqualTo(EndReason.EMPTY);
    }

    /** Pages of labs say stop while they unload: a reload of both looks like a farewell of both. */
    @Test
    void waitsForItsGracePeriodAlsoWhenAllHaveSaidStop() {
        House.Client[] two = house.startTwo(600);
        two[0].session.leave();
        assertThat(two[1].told()).endsWith("OtherLeft");
        two[1].session.leave();
        house.timer.pass(Duration.ofMillis(29_999));
        assertThat(house.over).isEmpty();
        house.timer.pass(Duration.ofMillis(1));
        assertThat(house.endReason()).isEqualTo(EndReason.EMPTY);
        assertThat(house.timer.pending()).isZero();
    }

    @Test
    void anAbortedStartNamesWhoAndWhatWasMissing() {
        House.Client ann = house.join("ann", 3, 60).connect();
        House.Client bob = house.join("bob", 3, 60).answer();
        bob.connection.listener.onStateChange(ConnectionState.CONNECTED);
        bob.connection.listener.onTrack(new FakeReceiver(Codec.OPUS, 7));
        House.Client cat = house.join("cat", 3, 60).answer();
        house.timer.passSeconds(15);
        assertThat(reason(ann).key()).isEqualTo("video");
        assertThat(reason(ann).value()).isEqualTo("bob");
        assertThat(reason(ann).message())
                .contains("within 15 s: of bob there was no picture")
                .contains("of cat there was no way for audio and video");
        assertThat(reason(bob).value()).isEqualTo("bob");
        assertThat(reason(cat).key()).isEqualTo("connection");
        assertThat(reason(cat).value()).as("told first of what concerns itself").isEqualTo("cat");
        assertThat(reason(cat).message()).contains("within 15 s: of cat").doesNotContain("did not come");
        assertThat(house.events(InteractionEvent.MediaMissing.class))
                .extracting(e -> e.scope().userId() + " " + e.missing())
                .containsExactly("bob [video]", "cat [connection]");
    }

    @Test
    void anAbortedStartTellsOfThoseWhoDidNotCome() {
        House.Client ann = house.join("ann", 2, 60).connect();
        house.timer.passSeconds(15);
        assertThat(reason(ann).key()).isEqualTo("size");
        assertThat(reason(ann).message()).endsWith("1 of 2 participants did not come");
        assertThat(house.events(InteractionEvent.MediaMissing.class)).isEmpty();
    }

    private static ServerMessage.Reason reason(House.Client client) {
        return client.last(ServerMessage.Refused.class).reason();
    }
}
