package org.ducksoup.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Reason;
import org.ducksoup.sfu.effect.FakePipelines;
import org.junit.jupiter.api.Test;

/** A server with too much work refuses new participants, before their work disturbs the others. */
class FullServerTest {
    private static House house(Map<String, ?> limits) {
        House house = new House(limits);
        house.pipelines.setFactory(new FakePipelines());
        return house;
    }

    private static JoinRequest changed(String user, int size) {
        return Requests.withEffects(House.request(user, size, 60), "pitch", "coloreffects");
    }

    private static Reason refusal(House.Client client) {
        assertThat(client.told()).containsExactly("Refused FULL");
        assertThat(client.closed).isTrue();
        return client.last(ServerMessage.Refused.class).reason();
    }

    @Test
    void aGroupThatDoesNotFitIsRefusedAsAWhole() {
        House house = house(Map.of("maxParticipants", 2));
        House.Client ann = house.join("ann", 3, 60);
        assertThat(refusal(ann).message()).contains("room for 2 participants", "maxParticipants of org.ducksoup.sfu");
        assertThat(house.over).as("nothing is left of it").hasSize(1);
        assertThat(house.connections).isEmpty();
        House.Client[] pair = house.startTwo(60);
        assertThat(pair[0].told()).contains("Start");
    }

    @Test
    void whoWasExpectedHasAPlace() {
        House house = house(Map.of("maxParticipants", 2));
        house.join("ann", 2, 60);
        assertThat(house.join("bob", 2, 60).told()).startsWith("Joined");
    }

    @Test
    void aMediumWithAnEffectTooMany() {
        House house = house(Map.of("maxPipelines", 3));
        assertThat(house.join(changed("ann", 2)).told()).startsWith("Joined");
        House.Client bob = house.join(changed("bob", 2));
        assertThat(refusal(bob).value()).isEqualTo("maxPipelines");
        assertThat(house.join("bob", 2, 60).told()).as("without effects").startsWith("Joined");
    }

    @Test
    void morePixelsThanTheServerChanges() {
        House house = house(Map.of("maxMegapixelsPerSecond", 28));
        assertThat(house.join(changed("ann", 2)).told()).startsWith("Joined");
        assertThat(refusal(house.join(changed("bob", 2))).value()).isEqualTo("maxMegapixelsPerSecond");
    }

    @Test
    void moreMemoryThanThereIs() {
        House house = house(Map.of("maxMemoryMebibytes", 70));
        assertThat(house.join(changed("ann", 2)).told()).startsWith("Joined");
        assertThat(refusal(house.join(changed("bob", 2))).value()).isEqualTo("maxMemoryMebibytes");
    }

    /** A participant who reconnects, or reloads the page, is no new work. */
    @Test
    void whoComesBackToASeatIsLetIn() {
        House house = house(Map.of("maxPipelines", 2, "maxParticipants", 2, "maxMegapixelsPerSecond", 15));
        House.Client ann = house.join(changed("ann", 2)).connect();
        House.Client bob = house.join("bob", 2, 60).connect();
        assertThat(bob.told()).contains("Start");
        ann.session.channelClosed();
        assertThat(house.join(changed("ann", 2)).told()).startsWith("Joined");
        bob.session.channelClosed();
        assertThat(house.join(changed("bob", 2)).told()).as("now with effects").startsWith("Joined");
    }

    @Test
    void whoLeavesMakesRoom() {
        House house = house(Map.of("maxPipelines", 2, "maxParticipants", 2));
        House.Client ann = house.join(changed("ann", 2));
        ann.session.leave();
        assertThat(house.over).hasSize(1);
        assertThat(house.join(changed("cat", 2)).told()).startsWith("Joined");
    }

    @Test
    void aConnectionThatCannotBeOpenedTakesNothing() {
        House house = house(Map.of("maxPipelines", 2, "maxParticipants", 1));
        house.openingFails = true;
        assertThat(house.join(changed("ann", 1)).told()).containsExactly("Refused PEER_CONNECTION");
        house.openingFails = false;
        assertThat(house.join(changed("ann", 1)).told()).startsWith("Joined");
    }
}
