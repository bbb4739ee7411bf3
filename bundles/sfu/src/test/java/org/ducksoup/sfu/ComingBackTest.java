package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.Scope;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.api.interaction.ServerMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Participants who leave and return with another connection. */
class ComingBackTest {
    private final House house = new House();

    @Test
    void whoComesBackGetsTheRemainingTimeAndTheOthersItsTracks() {
        House.Client[] two = house.startTwo(60);
        House.Client ann = two[0];
        House.Client bob = two[1];
        ann.answer();
        bob.answer();
        house.timer.passSeconds(10);
        bob.session.channelClosed();
        assertThat(ann.told()).endsWith("OtherLeft", "Offer");
        assertThat(ann.connection.active()).isEmpty();
        ann.answer();
        assertThat(bob.connection.closed).isTrue();
        house.timer.passSeconds(10);

        House.Client back = house.join("bob", 2, 60);
        assertThat(back.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.RECONNECTION);
        assertThat(ann.told()).endsWith("OtherJoined");
        back.connect();
        assertThat(back.last(ServerMessage.Start.class).remaining()).isEqualTo(Duration.ofSeconds(40));
        assertThat(back.connection.active()).hasSize(2);
        back.video.packet();
        assertThat(ann.connection.active()).hasSize(2);
        assertThat(ann.connection.active().get(1).packets).isEqualTo(1);
        assertThat(ann.connection.active().get(1).track().streamId())
                .as("the stream that other_joined names")
                .isEqualTo(ann.last(ServerMessage.OtherJoined.class).streamId());
        ann.answer();
        assertThat(back.video.keyFrameRequests).isEqualTo(1);
        assertThat(house.events(InteractionEvent.ParticipantConnected.class))
                .extracting(InteractionEvent.ParticipantConnected::connectionCount)
                .containsExactly(1, 1, 2);
        house.timer.passSeconds(40);
        assertThat(back.told()).endsWith("Ending", "Files", "End");
    }

    /** The old connection may still bring packets while it is being closed; two threads must not feed one sender. */
    @Test
    void theOldConnectionFeedsNobodyAnyMore() {
        House.Client[] two = house.startTwo(60);
        FakeSender bobsVideo = two[0].connection.senders.get(1);
        FakeReceiver old = two[1].video;
        two[1].session.channelClosed();
        house.join("bob", 2, 60).connect();
        old.packet();
        assertThat(bobsVideo.packets).isZero();
    }

    @Test
    void whoComesBackShortlyBeforeTheEndHearsOfItToo() {
        House.Client[] two = house.startTwo(60);
        house.timer.passSeconds(50);
        two[1].session.channelClosed();
        House.Client back = house.join("bob", 2, 60).connect();
        assertThat(back.told()).contains("Start", "Ending");
    }

    /** The page of a lab says stop while it unloads. */
    @Test
    void aReloadThatSaysStopFindsTheSameRun() {
        House.Client me = house.join("me", 1, 60).connect().answer();
        house.timer.passSeconds(20);
        me.session.leave();
        me.session.channelClosed();
        house.timer.passSeconds(5);
        House.Client back = house.join("me", 1, 60).connect();
        assertThat(back.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.RECONNECTION);
        assertThat(back.last(ServerMessage.Start.class).remaining()).isEqualTo(Duration.ofSeconds(35));
        assertThat(house.events(InteractionEvent.InteractionCreated.class)).hasSize(1);
        house.timer.passSeconds(35);
        assertThat(back.told()).endsWith("Ending", "Files", "End");
    }

    @Test
    void whoSaysStopAndComesBackIsANewStream() {
        House.Client[] two = house.startTwo(60);
        two[0].answer();
        two[1].session.leave();
        assertThat(two[0].connection.active()).isEmpty();
        assertThat(two[0].connection.offers).as("an offer without them").hasSize(3);
        two[0].answer();
        house.join("bob", 2, 60).connect();
        assertThat(two[0].connection.active()).hasSize(2);
        assertThat(two[0].connection.offers).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(longs = {700, -3_600_000})
    void aStepOfTheWallClockLeavesTheRemainingTime(long millis) {
        House.Client[] two = house.startTwo(60);
        house.timer.passSeconds(10);
        house.timer.step(Duration.ofMillis(millis));
        two[1].session.channelClosed();
        house.timer.passSeconds(10);
        House.Client back = house.join("bob", 2, 60).connect();
        assertThat(back.last(ServerMessage.Start.class).remaining()).isEqualTo(Duration.ofSeconds(40));
        house.timer.passSeconds(40);
        assertThat(back.told()).endsWith("Ending", "Files", "End");
    }

    @ParameterizedTest
    @ValueSource(longs = {700, -3_600_000})
    void aStepOfTheWallClockMovesNoEvent(long millis) {
        House.Client[] two = house.startTwo(60);
        house.timer.passSeconds(10);
        house.timer.step(Duration.ofMillis(millis));
        house.timer.passSeconds(5);
        two[0].session.log(new ClientLog("ext_x", "now"));
        List<Scope> logged = house.events(InteractionEvent.ClientLogged.class).stream()
                .map(InteractionEvent.ClientLogged::scope)
                .toList();
        assertThat(logged).hasSize(1);
        Instant started = logged.get(0).startedAt();
        assertThat(started).isNotNull();
        assertThat(Duration.between(started, logged.get(0).at())).isEqualTo(Duration.ofSeconds(15));
    }
}
