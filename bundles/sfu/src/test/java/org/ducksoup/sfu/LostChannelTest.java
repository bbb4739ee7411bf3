package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.Resumption;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.transport.ReceptionReport;
import org.junit.jupiter.api.Test;

/** A channel is lost while the media continues (ADR 10). */
class LostChannelTest {
    private final House house = new House();

    private JoinRequest resuming(House.Client client, String user, int size) {
        return Requests.resuming(House.request(user, size, 60), new Resumption(token(client), Resumption.UNKNOWN));
    }

    private static String token(House.Client client) {
        return client.last(ServerMessage.Joined.class).resumeToken();
    }

    @Test
    void aLostChannelIsReplacedAndTheMediaDoesNotNotice() {
        House.Client[] two = house.startTwo(60);
        two[0].answer();
        two[1].answer();
        int annHeard = two[0].told().size();
        int connections = house.connections.size();
        two[1].session.channelLost();
        house.timer.passSeconds(20);
        two[1].video.packet();

        House.Client back = house.join(resuming(two[1], "bob", 2));
        assertThat(back.told()).containsExactly("Joined", "Start");
        assertThat(back.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.RECONNECTION);
        assertThat(back.last(ServerMessage.Start.class).remaining()).isEqualTo(Duration.ofSeconds(40));
        assertThat(house.connections).hasSize(connections);
        assertThat(two[1].connection.closed).isFalse();
        assertThat(two[0].connection.senders.get(1).packets).isEqualTo(1);
        assertThat(two[0].told()).as("the others hear nothing of it").hasSize(annHeard);
        assertThat(house.kinds()).contains("ChannelLost", "ChannelResumed");

        back.session.leave();
        assertThat(two[0].told()).endsWith("OtherLeft", "Offer");
    }

    @Test
    void whatAClientMissedItIsToldWhenItIsBack() {
        House.Client ann = house.join("ann", 2, 60);
        ann.connect();
        House.Client bob = house.join("bob", 2, 60);
        ann.session.channelLost();
        bob.connect();
        house.timer.passSeconds(3);
        bob.session.leave();

        House.Client back = house.join(resuming(ann, "ann", 2));
        assertThat(back.told()).containsExactly("Joined", "OtherLeft", "Start", "Offer");
        house.timer.passSeconds(42);
        assertThat(back.told()).endsWith("Ending");
        back.session.channelLost();
        House.Client again = house.join(resuming(back, "ann", 2));
        assertThat(again.told()).containsExactly("Joined", "Start", "Ending", "Offer");
    }

    @Test
    void theClientMayNoticeBeforeWeDo() {
        House.Client[] two = house.startTwo(60);
        House.Client back = house.join(resuming(two[1], "bob", 2));
        assertThat(two[1].closed).isTrue();
        assertThat(back.told()).startsWith("Joined", "Start");
        two[1].session.channelClosed();
        two[1].session.leave();
        assertThat(back.closed).as("the old channel speaks for nobody").isFalse();
        assertThat(two[1].connection.closed).isFalse();
    }

    @Test
    void eachTokenIsGoodOnceAndForItsOwnerOnly() {
        House.Client[] two = house.startTwo(60);
        JoinRequest stolen =
                Requests.resuming(House.request("ann", 2, 60), new Resumption(token(two[1]), Resumption.UNKNOWN));
        assertThat(house.join(stolen).told()).containsExactly("Refused DUPLICATE");
        JoinRequest first = resuming(two[1], "bob", 2);
        assertThat(house.join(first).told()).startsWith("Joined");
        assertThat(house.join(first).told()).containsExactly("Refused DUPLICATE");
    }

    @Test
    void whoComesBackWithoutTheTokenTakesTheSeatOfTheLostChannel() {
        House.Client[] two = house.startTwo(60);
        two[1].session.channelLost();
        House.Client reloaded = house.join("bob", 2, 60);
        assertThat(two[1].connection.closed).isTrue();
        reloaded.seated().connect();
        assertThat(reloaded.told()).startsWith("Joined", "OtherJoined", "Offer", "Start");
    }

    @Test
    void whoDoesNotComeBackLeavesInTheEnd() {
        House.Client[] two = house.startTwo(60);
        two[1].session.channelLost();
        house.timer.passSeconds(29);
        assertThat(two[0].told()).doesNotContain("OtherLeft");
        house.timer.passSeconds(1);
        assertThat(two[0].told()).contains("OtherLeft");
        assertThat(two[1].connection.closed).isTrue();
    }

    @Test
    void aClientWithoutSeatDoesNotResumeIntoANewInteraction() {
        House.Client stranger =
                house.join(Requests.resuming(House.request("eve", 2, 60), new Resumption("token", Resumption.UNKNOWN)));
        assertThat(stranger.told()).containsExactly("Refused ABORTED");
    }

    @Test
    void theEndIsKeptForAClientWithoutAChannel() {
        House.Client me = house.join("me", 1, 20);
        me.connect().answer();
        me.session.channelLost();
        house.timer.passSeconds(20);
        assertThat(house.over).hasSize(1);
        Resumption resumption = new Resumption(token(me), Resumption.UNKNOWN);
        assertThat(house.farewells.take(resumption)).map(LostChannelTest::kind).containsExactly("Files", "End");
        assertThat(house.farewells.take(resumption)).isEmpty();
    }

    /** A channel breaks before the server notices, and messages sent in between are lost. */
    @Test
    void whatWasSentIntoABrokenChannelIsSentAgain() {
        House.Client ann = house.join("ann", 2, 60);
        ann.connect();
        House.Client bob = house.join("bob", 2, 60);
        int heard = ann.messages.size();
        bob.session.leave();
        assertThat(ann.told()).endsWith("OtherLeft");

        House.Client back =
                house.join(Requests.resuming(House.request("ann", 2, 60), new Resumption(token(ann), heard)));
        assertThat(back.told()).startsWith("Joined", "OtherLeft");
        heard += back.messages.size();
        House.Client again =
                house.join(Requests.resuming(House.request("ann", 2, 60), new Resumption(token(back), heard)));
        assertThat(again.told()).as("it has got that by now").doesNotContain("OtherLeft");
    }

    @Test
    void theEndIsSentAgainIfItWentIntoABrokenChannel() {
        House.Client me = house.join("me", 1, 20);
        me.connect().answer();
        int heard = me.messages.size();
        String token = token(me);
        house.timer.passSeconds(20);
        assertThat(me.told()).endsWith("Files", "End");
        assertThat(house.farewells.take(new Resumption(token, heard + 1)))
                .map(LostChannelTest::kind)
                .containsExactly("Files", "End");
    }

    @Test
    void aClientIsToldHowMuchOfWhatItSaidHasBeenHandled() {
        House.Client[] two = house.startTwo(60);
        two[1].handled = 7;
        House.Client back = house.join(resuming(two[1], "bob", 2));
        assertThat(back.last(ServerMessage.Joined.class).handled()).isEqualTo(7);
        back.handled = 5;
        House.Client again = house.join(resuming(back, "bob", 2));
        assertThat(again.last(ServerMessage.Joined.class).handled()).isEqualTo(12);
    }

    /** Some proxies close their sockets with 1001 when they are restarted. */
    @Test
    void whoseSocketGoesAwayKeepsTheMediaAsLongAsItComes() {
        House.Client[] two = house.startTwo(60);
        FakeReceiver video = two[1].video;
        two[1].session.channelGoingAway();
        for (int second = 1; second <= 5; second++) {
            house.timer.passSeconds(1);
            video.statistics = new ReceptionReport(second, 100, 0, 0);
        }
        assertThat(two[1].connection.closed).isFalse();
        assertThat(house.join(resuming(two[1], "bob", 2)).told()).startsWith("Joined", "Start");
        assertThat(two[0].told()).doesNotContain("OtherLeft");
    }

    @Test
    void aPageThatUnloadsTakesItsMediaAlong() {
        House.Client[] two = house.startTwo(60);
        two[1].session.channelGoingAway();
        two[1].video.statistics = new ReceptionReport(1, 100, 0, 0); // was on its way
        house.timer.pass(Duration.ofMillis(1999));
        assertThat(two[0].told()).doesNotContain("OtherLeft");
        house.timer.pass(Duration.ofMillis(1));
        assertThat(two[0].told()).contains("OtherLeft");
        assertThat(two[1].connection.closed).isTrue();
    }

    private static String kind(ServerMessage message) {
        return message.getClass().getSimpleName();
    }
}
