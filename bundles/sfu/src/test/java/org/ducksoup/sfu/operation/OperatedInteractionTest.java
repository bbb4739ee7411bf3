package org.ducksoup.sfu.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.OperatorActed.Act;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.operation.InteractionState;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.operation.ParticipantStatus.Presence;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.api.pipeline.PropertyValue;
import org.ducksoup.sfu.House;
import org.ducksoup.sfu.House.Client;
import org.ducksoup.sfu.Requests;
import org.ducksoup.sfu.effect.FakePipelines;
import org.junit.jupiter.api.Test;

/** An operator's view of an interaction, and what an operator does to it. */
class OperatedInteractionTest {
    private final House house = new House();

    private List<Act> acts() {
        return house.events(InteractionEvent.OperatorActed.class).stream()
                .map(InteractionEvent.OperatorActed::act)
                .toList();
    }

    private static Consumer<Throwable> because(Cause cause, String... words) {
        return thrown -> {
            assertThat(thrown).isInstanceOf(OperationException.class).hasMessageContainingAll(words);
            assertThat(((OperationException) thrown).kind()).isEqualTo(cause);
        };
    }

    @Test
    void whileItWaitsTheStatusSaysForWhat() {
        house.join("ann", 2, 60).connect();
        house.join("bob", 2, 60);
        InteractionStatus status = house.operated().status();
        assertThat(status.key()).isEqualTo(House.KEY);
        assertThat(status.state()).isEqualTo(InteractionState.WAITING);
        assertThat(status.startedAt()).isNull();
        assertThat(status.remaining()).isEqualTo(Duration.ofSeconds(60));
        assertThat(status.size()).isEqualTo(2);
        assertThat(status.recordingMode()).isEqualTo("none");
        assertThat(status.participants()).extracting("userId").containsExactly("ann", "bob");
        assertThat(status.participants()).extracting("missing").containsExactly(List.of(), List.of("connection"));
    }

    @Test
    void whileItRunsTheStatusSaysWhoIsThere() {
        Client[] two = house.startTwo(60);
        house.timer.passSeconds(20);
        two[0].session.channelLost();
        two[1].session.leave();
        InteractionStatus status = house.operated().status();
        assertThat(status.state()).isEqualTo(InteractionState.RUNNING);
        assertThat(status.remaining()).isEqualTo(Duration.ofSeconds(40));
        assertThat(status.participants()).extracting("presence").containsExactly(Presence.UNREACHABLE, Presence.AWAY);
        house.join("bob", 2, 60).connect();
        assertThat(house.operated().status().participants().get(1).connectionCount())
                .isEqualTo(2);
        house.timer.passSeconds(28);
        assertThat(house.operated().status().state()).isEqualTo(InteractionState.ENDING);
    }

    @Test
    void anEndByTheOperatorIsAnEndInOrder() {
        Client[] two = house.startTwo(60);
        house.timer.passSeconds(10);
        house.operated().end();
        assertThat(two[0].told()).endsWith("Files", "End");
        assertThat(two[1].told()).endsWith("Files", "End");
        assertThat(house.events(InteractionEvent.InteractionEnded.class))
                .extracting(InteractionEvent.InteractionEnded::reason)
                .containsExactly(InteractionEvent.EndReason.STOPPED);
        assertThat(acts()).containsExactly(Act.STOP);
    }

    @Test
    void anExtensionMovesTheEndAndItsNotice() throws OperationException {
        Client[] two = house.startTwo(60);
        house.timer.passSeconds(40);
        assertThat(house.operated().extend(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(50));
        assertThat(two[1].last(ServerMessage.Extended.class).remaining()).isEqualTo(Duration.ofSeconds(50));
        house.timer.passSeconds(34);
        assertThat(two[0].told()).doesNotContain("Ending");
        house.timer.passSeconds(2);
        assertThat(two[0].told()).endsWith("Ending");
        house.timer.passSeconds(13);
        assertThat(house.over).isEmpty();
        house.timer.passSeconds(2);
        assertThat(two[0].told()).endsWith("Files", "End");
        assertThat(acts()).containsExactly(Act.EXTEND);
    }

    @Test
    void whoHasBeenToldOfTheEndIsToldOfTheNewOne() throws OperationException {
        Client[] two = house.startTwo(60);
        house.timer.passSeconds(50);
        assertThat(two[0].told()).endsWith("Ending");
        house.operated().extend(Duration.ofSeconds(60));
        assertThat(house.operated().status().state()).isEqualTo(InteractionState.RUNNING);
        Client back = comesBack(two[1]);
        assertThat(back.last(ServerMessage.Start.class).remaining()).isEqualTo(Duration.ofSeconds(70));
        assertThat(back.told()).doesNotContain("Ending");
        house.timer.passSeconds(56);
        assertThat(two[0].told()).endsWith("Ending");
        assertThat(back.told()).endsWith("Ending");
    }

    private Client comesBack(Client client) {
        client.session.leave();
        return house.join("bob", 2, 60).connect();
    }

    @Test
    void anExtensionBeforeTheStartCountsFromTheStart() throws OperationException {
        Client ann = house.join("ann", 1, 60);
        house.operated().extend(Duration.ofSeconds(60));
        assertThat(ann.told()).doesNotContain("Extended");
        ann.connect();
        assertThat(ann.last(ServerMessage.Start.class).remaining()).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void nothingIsLongerThanADay() throws OperationException {
        house.startTwo(60);
        house.operated().extend(Supervision.MAX_DURATION.minusSeconds(60));
        assertThatThrownBy(() -> house.operated().extend(Duration.ofSeconds(1)))
                .satisfies(because(Cause.BAD_VALUE, "86400 s"));
        assertThat(house.operated().status().remaining()).isEqualTo(Supervision.MAX_DURATION);
    }

    @Test
    void whoIsTakenOutIsToldAndDoesNotComeBack() throws OperationException {
        Client[] two = house.startTwo(60);
        house.operated().remove("bob");
        assertThat(two[1].told()).endsWith("End");
        assertThat(two[1].closed).isTrue();
        assertThat(two[0].told()).contains("OtherLeft");
        assertThat(house.operated().status().participants().get(1).presence()).isEqualTo(Presence.REMOVED);
        Client again = house.join("bob", 2, 60);
        assertThat(again.told()).containsExactly("Refused JOIN");
        assertThat(again.last(ServerMessage.Refused.class).reason().key()).isEqualTo("userId");
        assertThat(house.events(InteractionEvent.ParticipantDisconnected.class))
                .extracting(InteractionEvent.ParticipantDisconnected::cause)
                .containsExactly("removed");
        house.timer.passSeconds(60);
        assertThat(two[0].told()).endsWith("Files", "End");
    }

    /** A seat that is left before the start is free for others, but not for who was taken out. */
    @Test
    void whoIsTakenOutBeforeTheStartFreesTheSeat() throws OperationException {
        Client ann = house.join("ann", 2, 60).connect();
        house.join("bob", 2, 60);
        house.operated().remove("bob");
        assertThat(house.join("bob", 2, 60).told()).containsExactly("Refused JOIN");
        assertThat(house.operated().status().participants())
                .extracting("userId")
                .containsExactly("ann");
        house.join("eve", 2, 60).connect();
        assertThat(ann.told()).contains("Start");
    }

    @Test
    void aTextReachesAllOrOne() throws OperationException {
        Client[] two = house.startTwo(60);
        assertThat(house.operated().tell(null, "five minutes left")).isEqualTo(2);
        assertThat(house.operated().tell("bob", "please sit closer")).isEqualTo(1);
        assertThat(two[0].messages).contains(new ServerMessage.Message("five minutes left"));
        assertThat(two[0].messages).doesNotContain(new ServerMessage.Message("please sit closer"));
        assertThat(two[1].last(ServerMessage.Message.class).text()).isEqualTo("please sit closer");
        assertThat(acts()).containsExactly(Act.MESSAGE, Act.MESSAGE, Act.MESSAGE);
    }

    @Test
    void whoIsNotThereIsNamed() {
        Client[] two = house.startTwo(60);
        two[1].session.leave();
        assertThatThrownBy(() -> house.operated().tell("eve", "hello"))
                .satisfies(because(Cause.UNKNOWN, "eve", "never joined", "ann"));
        assertThatThrownBy(() -> house.operated().remove("bob"))
                .satisfies(because(Cause.UNKNOWN, "bob", "not there", "ann"));
    }

    @Test
    void anEffectIsSetAndTheValueIsInTheStatusAndInTheLog() throws OperationException {
        FakePipelines pipelines = new FakePipelines();
        house.pipelines.setFactory(pipelines);
        Client me = house.join(Requests.withEffects(House.request("me", 1, 60), "pitch name=fx", null))
                .connect();
        house.operated().control(control("me", "fx"));
        assertThat(pipelines.last().controls).containsExactly("pitch=FloatValue[value=1.2] in 500");
        assertThat(house.operated().status().participants().get(0).controls()).isEqualTo(Map.of("fx.pitch", 1.2f));
        assertThat(house.events(InteractionEvent.EffectControlled.class))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.scope().userId()).isNull();
                    assertThat(event.target()).isEqualTo("me");
                });
        assertThatThrownBy(() -> house.operated().control(control("me", "gone")))
                .satisfies(because(Cause.BAD_VALUE, "no effect is named gone"));
        assertThat(house.events(InteractionEvent.EffectControlled.class)).hasSize(1);
        assertThat(me.closed).isFalse();
    }

    @Test
    void whoHasAPipelineIsDescribedAndTheOthersAreNot() {
        house.pipelines.setFactory(new FakePipelines());
        house.join(Requests.withEffects(House.request("ann", 2, 60), "pitch name=fx", null))
                .connect();
        house.join("bob", 2, 60).connect();
        assertThat(house.operated().pipelines()).containsOnlyKeys("ann");
        assertThat(house.operated().pipelines().get("ann").get()).containsExactly(FakePipelines.DESCRIPTION);
    }

    private static EffectControl control(String user, String effect) {
        return new EffectControl(effect, "pitch", new PropertyValue.FloatValue(1.2f), Duration.ofMillis(500), user);
    }
}
