package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage;
import org.junit.jupiter.api.Test;

/** Admission of participants. */
class AdmissionTest {
    private final House house = new House();

    @Test
    void oneTooManyIsRefused() {
        house.startTwo(60);
        House.Client third = house.join("cat", 2, 60);
        assertThat(third.told()).containsExactly("Refused FULL");
        assertThat(third.closed).isTrue();
        assertThat(third.last(ServerMessage.Refused.class).reason().key()).isEqualTo("size");
    }

    @Test
    void whoLeftBeforeTheStartFreesTheSeat() {
        House.Client ann = house.join("ann", 2, 60).connect();
        House.Client bob = house.join("bob", 2, 60);
        bob.session.leave();
        assertThat(ann.told()).endsWith("OtherJoined", "OtherLeft");
        House.Client cat = house.join("cat", 2, 60).connect();
        assertThat(cat.told()).contains("Start");
        assertThat(ann.told()).contains("Start");
    }

    /** No participant receives others before the interaction starts. */
    @Test
    void whoLeavesBeforeTheStartDoesNotBringTheOthersTogether() {
        House.Client ann = house.join("ann", 3, 60).connect();
        House.Client bob = house.join("bob", 3, 60).connect();
        House.Client cat = house.join("cat", 3, 60);
        cat.session.channelClosed();
        assertThat(ann.connection.senders).isEmpty();
        assertThat(bob.connection.senders).isEmpty();
        assertThat(ann.connection.offers).hasSize(1);
    }

    @Test
    void whoLeftAfterTheStartDoesNot() {
        House.Client[] two = house.startTwo(60);
        two[1].session.channelClosed();
        assertThat(house.join("cat", 2, 60).told()).containsExactly("Refused FULL");
    }

    @Test
    void aDuplicateOfSomebodyWhoIsThereIsRefused() {
        House.Client[] two = house.startTwo(60);
        House.Client again = house.join("ann", 2, 60);
        assertThat(again.told()).containsExactly("Refused DUPLICATE");
        assertThat(again.closed).isTrue();
        assertThat(two[0].closed).isFalse();
    }

    @Test
    void aDuplicateTakesOverADeadConnection() {
        House.Client[] two = house.startTwo(60);
        two[0].alive = new CompletableFuture<>();
        House.Client again = house.join("ann", 2, 60);
        assertThat(again.told()).as("while it is asked").isEmpty();
        two[0].alive.complete(false);
        assertThat(again.told()).containsExactly("Joined", "OtherJoined", "Offer");
        assertThat(again.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.RECONNECTION);
        assertThat(two[0].closed).isTrue();
        assertThat(two[0].connection.closed).isTrue();
    }

    @Test
    void ofTwoDuplicatesAtOnceOneGetsTheSeat() {
        House.Client[] two = house.startTwo(60);
        two[0].alive = new CompletableFuture<>();
        House.Client second = house.join("ann", 2, 60);
        House.Client third = house.join("ann", 2, 60);
        two[0].alive.complete(false);
        assertThat(List.of(second.told().get(0), third.told().get(0)))
                .containsExactlyInAnyOrder("Joined", "Refused DUPLICATE");
    }

    @Test
    void valuesThatCountForAllAreTheFirstJoiners() {
        house.join("ann", 2, 60);
        JoinRequest other = House.request("bob", 5, 90);
        house.join(other);
        assertThat(house.events(InteractionEvent.JoinValueIgnored.class))
                .extracting(InteractionEvent.JoinValueIgnored::key)
                .containsExactly("duration", "size");
        assertThat(house.join("cat", 5, 90).told()).containsExactly("Refused FULL");
    }

    /** The refused one was the interaction; it never had anybody inside. */
    @Test
    void ofTwoJoinsAtOnceARefusedOneDoesNotTakeTheOtherAlong() {
        Deque<Runnable> later = new ArrayDeque<>();
        house.pool = later::add;
        House.Client wrong = house.join(Requests.withEffects(House.request("ann", 3, 90), "nothing at all", null));
        House.Client bob = house.join("bob", 1, 60);
        while (!later.isEmpty()) {
            later.remove().run();
        }
        house.pool = Runnable::run;
        assertThat(wrong.told()).containsExactly("Refused JOIN");
        assertThat(bob.told()).containsExactly("Joined", "Offer");
        assertThat(bob.last(ServerMessage.Joined.class).context())
                .isEqualTo(ServerMessage.Joined.Context.NEW_INTERACTION);
        bob.seated().connect();
        assertThat(bob.last(ServerMessage.Start.class).remaining()).hasSeconds(60);
        bob.session.channelClosed();
        assertThat(bob.connection.closed).isTrue();
    }

    @Test
    void whoComesInTheLastMomentIsToldThatItIsOver() {
        house.startTwo(60);
        Interaction ended = house.interaction();
        house.timer.passSeconds(60);
        House.Client late = house.new Client();
        late.session = ended.join(House.request("cat", 2, 60), late);
        assertThat(late.told()).containsExactly("Refused ABORTED");
    }
}
