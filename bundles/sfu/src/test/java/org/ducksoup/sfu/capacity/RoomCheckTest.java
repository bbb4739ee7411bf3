package org.ducksoup.sfu.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room, and one that hangs: it answers late or never. */
class RoomCheckTest {
    private final List<Runnable> checks = new ArrayList<>();
    private final House house = new House("minFreeMebibytes", 1);

    RoomCheckTest() {
        house.checks = checks::add;
        house.recorders.addFactory(
                request -> {
                    throw new IOException("nobody is recorded in these tests");
                },
                Map.of("ducksoup.recorder.name", "muxed"));
    }

    private House.Client join() {
        return join("me");
    }

    private House.Client join(String user) {
        return house.join(Requests.inMode(House.request(user, 3, 60), "muxed", false, false));
    }

    @Test
    void aDiskWithoutRoomIsTold(@TempDir Path directory) {
        assertThat(new FreeSpace(directory.resolve("not/there/yet"), 1).refusal())
                .isNull();
        assertThat(new FreeSpace(directory, 0).refusal()).isNull();
        assertThat(new FreeSpace(directory, 1L << 60).refusal())
                .isNotNull()
                .satisfies(reason -> assertThat(reason.message()).contains("minFreeMebibytes"));
    }

    @Test
    void theInteractionDoesNotWaitForTheDisk() {
        House.Client me = join();
        assertThat(me.told()).as("before the disk answers").isEmpty();
        checks.remove(0).run();
        assertThat(me.told()).containsExactly("Joined", "Offer");
        assertThat(checks).isEmpty();
    }

    @Test
    void aDiskThatDoesNotAnswerIsARefusal() {
        House.Client me = join();
        house.timer.pass(RoomCheck.MAX_WAIT);
        assertThat(me.told()).containsExactly("Refused JOIN");
        ServerMessage.Reason reason = me.last(ServerMessage.Refused.class).reason();
        assertThat(reason.key()).isEqualTo("recordingMode");
        assertThat(reason.message()).contains("does not answer");
        assertThat(house.over).as("nobody is in it").hasSize(1);
        checks.remove(0).run();
        assertThat(house.connections).isEmpty();
    }

    @Test
    void manyWhoJoinKeepOneThreadWaiting() {
        House.Client ann = join("ann");
        House.Client bob = join("bob");
        assertThat(checks).hasSize(1);
        checks.remove(0).run();
        assertThat(ann.told()).startsWith("Joined");
        assertThat(bob.told()).startsWith("Joined");
        join("cid");
        assertThat(checks).as("a new question, as the disk has answered").hasSize(1);
    }

    @Test
    void whoIsNotRecordedDoesNotAsk() {
        House.Client unrecorded = house.join(Requests.inMode(House.request("me", 1, 60), "bypass", false, false));
        assertThat(unrecorded.told()).containsExactly("Joined", "Offer");
        assertThat(checks).isEmpty();
    }
}
