package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.transport.ConnectionState;
import org.junit.jupiter.api.Test;

/** Peer connections that fail, and bugs. */
class BrokenConnectionTest {
    private final House house = new House();

    @Test
    void saysWhenThereIsNoPeerConnection() {
        house.openingFails = true;
        House.Client ann = house.join("ann", 2, 60);
        assertThat(ann.told()).containsExactly("Refused PEER_CONNECTION");
        assertThat(ann.closed).isTrue();
        assertThat(house.over).as("nobody is left in it").hasSize(1);
        house.openingFails = false;
        assertThat(house.join("ann", 2, 60).told()).containsExactly("Joined", "Offer");
    }

    @Test
    void saysWhenNoOfferCanBeMade() {
        House.Client ann = house.join("ann", 3, 60);
        house.prepare = connection -> connection.offersFail = true;
        House.Client bob = house.join("bob", 3, 60);
        assertThat(bob.told()).endsWith("Refused PEER_CONNECTION");
        assertThat(bob.connection.closed).isTrue();
        assertThat(ann.told()).endsWith("OtherJoined", "OtherLeft");
        house.prepare = connection -> {};
        assertThat(house.join("bob", 3, 60).told()).containsExactly("Joined", "OtherJoined", "Offer");
    }

    @Test
    void aBugEndsThisInteractionAndTellsEverybody() {
        house.prepare = connection -> connection.bug = new IllegalStateException("a bug, as this test wants it");
        House.Client[] two = house.startTwo(60);
        assertThat(house.endReason()).isEqualTo(EndReason.FAILED);
        for (House.Client client : two) {
            assertThat(client.told()).endsWith("Files", "End");
            assertThat(client.closed).isTrue();
            assertThat(client.connection.closed).isTrue();
        }
        assertThat(house.over).hasSize(1);
        house.forgetFarewells();
        assertThat(house.timer.pending()).isZero();
    }

    @Test
    void oneWhoCannotBeSentAwayKeepsNobodyElse() {
        House.Client[] two = house.startTwo(60);
        two[0].connection.closingFails = true;
        house.timer.passSeconds(61);
        for (House.Client client : two) {
            assertThat(client.told()).endsWith("Files", "End");
            assertThat(client.closed).isTrue();
        }
        assertThat(two[1].connection.closed).isTrue();
        assertThat(house.events(InteractionEvent.InteractionDeleted.class)).hasSize(1);
    }

    @Test
    void aMissingClassIsABugToo() {
        House.Client me = house.join("me", 1, 60);
        house.interaction().execute(() -> {
            throw new NoClassDefFoundError("a bug, as this test wants it");
        });
        assertThat(me.closed).isTrue();
        assertThat(house.endReason()).isEqualTo(EndReason.FAILED);
    }

    @Test
    void aFailedConnectionLeavesTheSeatToBeTakenAgain() {
        House.Client[] two = house.startTwo(60);
        two[1].connection.listener.onStateChange(ConnectionState.DISCONNECTED);
        assertThat(two[1].closed).isFalse();
        two[1].connection.listener.onStateChange(ConnectionState.FAILED);
        house.timer.passSeconds(1);
        assertThat(two[1].closed).isTrue();
        assertThat(house.join("bob", 2, 60).told()).contains("Joined");
    }

    @Test
    void whoSaysStopLeavesForGoodAlsoWhenTheMediaEndsFirst() {
        House.Client[] two = house.startTwo(60);
        two[1].connection.listener.onStateChange(ConnectionState.FAILED);
        two[1].session.leave();
        assertThat(house.events(InteractionEvent.ParticipantDisconnected.class))
                .extracting(InteractionEvent.ParticipantDisconnected::cause)
                .containsExactly("client_stop");
        assertThat(two[0].connection.active()).isEmpty();
    }
}
