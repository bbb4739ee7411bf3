package org.ducksoup.sfu.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.Requests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lab's code decides whether its effect is possible, and may take some time. */
class EffectExaminationTest {
    private final FakePipelines pipelines = new FakePipelines();
    private final List<Runnable> checks = new ArrayList<>();
    private final House house = new House();

    @BeforeEach
    void checkLater() {
        house.pipelines.setFactory(pipelines);
        house.checks = checks::add;
    }

    private House.Client join(String user, String audioFx) {
        return house.join(Requests.withEffects(House.request(user, 2, 60), audioFx, null));
    }

    @Test
    void aJoinIsCheckedOnce() {
        House.Client me = house.join(Requests.withEffects(House.request("me", 1, 60), "pitch", "coloreffects"));
        assertThat(me.told()).as("before the check").isEmpty();
        checks.remove(0).run();
        assertThat(me.told()).containsExactly("Joined", "Offer");
        me.seated().connect();
        assertThat(me.told()).contains("Start");
        assertThat(pipelines.checks).isEqualTo(1);
        assertThat(pipelines.built).hasSize(1);
    }

    @Test
    void nobodyElseWaitsForACheck() {
        House.Client slow = join("slow", "pitch");
        House.Client plain = join("plain", null);
        assertThat(plain.told()).containsExactly("Joined", "Offer");
        checks.remove(0).run();
        assertThat(slow.told()).containsExactly("Joined", "OtherJoined", "Offer");
    }

    @Test
    void aCheckThatTakesTooLongIsARefusal() {
        House.Client slow = join("slow", "pitch");
        house.timer.pass(EffectExaminer.MAX_CHECK);
        assertThat(slow.told()).containsExactly("Refused JOIN");
        assertThat(slow.last(ServerMessage.Refused.class).reason().key()).isEqualTo("audioFx");
        assertThat(slow.closed).isTrue();
        assertThat(house.over).as("nobody is in it").hasSize(1);
        checks.remove(0).run();
        assertThat(pipelines.built).isEmpty();
        assertThat(house.timer.pending()).isZero();
    }

    /** The mistake of the first participant does not end the interaction of the second. */
    @Test
    void aRefusalDoesNotSendAwayWhoIsBeingExamined() {
        House.Client wrong = join("wrong", "nosuch");
        House.Client right = join("right", "pitch");
        checks.remove(0).run();
        assertThat(wrong.told()).containsExactly("Refused JOIN");
        assertThat(house.over).isEmpty();
        checks.remove(0).run();
        assertThat(right.told()).containsExactly("Joined", "Offer");
    }

    @Test
    void whoLeavesMeanwhileTakesNoSeat() {
        House.Client gone = join("gone", "pitch");
        gone.session.channelClosed();
        checks.remove(0).run();
        assertThat(gone.told()).isEmpty();
        assertThat(house.connections).isEmpty();
        assertThat(house.over).hasSize(1);
    }

    @Test
    void aBugInACheckRefusesTheJoinAndHarmsNobody() {
        house.pipelines.setFactory(new FakePipelines() {
            @Override
            public void check(org.ducksoup.api.pipeline.PipelineSpecification specification) {
                throw new IllegalStateException("a bug, as this test wants it");
            }
        });
        House.Client plain = join("plain", null);
        House.Client me = join("me", "pitch");
        checks.remove(0).run();
        assertThat(me.told()).containsExactly("Refused JOIN");
        assertThat(plain.closed).isFalse();
    }
}
