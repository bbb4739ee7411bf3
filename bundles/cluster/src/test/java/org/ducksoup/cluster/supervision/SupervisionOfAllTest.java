package org.ducksoup.cluster.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.pipeline.PropertyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two servers, each with its own interactions; the second one gets what the first one sends, and nothing else. */
class SupervisionOfAllTest {
    private static final InteractionKey HERE = new InteractionKey("https://lab.example", "study", "here");
    private static final InteractionKey THERE = new InteractionKey("https://lab.example", "study", "there");

    private final FakeStudy mine = new FakeStudy(FakeStudy.status(HERE, 5, false));
    private final FakeStudy theirs = new FakeStudy(FakeStudy.status(THERE, 3, false));
    private final FakeLink link = new FakeLink("10.0.0.1:5701");
    private final FakeLink otherLink = new FakeLink("10.0.0.2:5701");
    private final AnsweringDesk desk = new AnsweringDesk(otherLink, theirs);
    private final SupervisionOfAll all = new SupervisionOfAll(link, mine, Duration.ofMillis(200));

    SupervisionOfAllTest() {
        link.here = HERE;
        link.homes = Map.of(HERE, link.server(), THERE, otherLink.server());
        link.reaches(otherLink.server(), desk);
    }

    private static OperationException refusal(Throwable thrown) {
        assertThat(thrown).isInstanceOf(OperationException.class);
        return (OperationException) thrown;
    }

    // ---- lists

    @Test
    void theInteractionsOfAllServersAreListedOldestFirstWithTheirServer() {
        assertThat(all.interactions())
                .containsExactly(
                        FakeStudy.status(THERE, 3, false).on("10.0.0.2:5701"),
                        FakeStudy.status(HERE, 5, false).on("10.0.0.1:5701"));
    }

    @Test
    void aServerThatDoesNotAnswerIsLeftOutInTime() {
        link.answers.put(otherLink.server(), (header, body) -> new CompletableFuture<>());
        assertThat(all.interactions()).extracting(InteractionStatus::key).containsExactly(HERE);
    }

    @Test
    void aServerThatFailsIsLeftOut() {
        link.answers.put(
                otherLink.server(), (header, body) -> CompletableFuture.failedFuture(new IOException("refused")));
        assertThat(all.interactions()).extracting(InteractionStatus::key).containsExactly(HERE);
        theirs.failure = new IllegalStateException("a bug");
        link.reaches(otherLink.server(), desk);
        assertThat(all.interactions()).extracting(InteractionStatus::key).containsExactly(HERE);
    }

    /** A newer version may have states that this one does not know. */
    @Test
    void anAnswerThatCannotBeReadIsLeftOut() {
        link.answers.put(otherLink.server(), (header, body) -> {
            var answer = JsonNodeFactory.instance.objectNode();
            answer.putArray("interactions").addObject().put("state", "PAUSED");
            return CompletableFuture.completedFuture(answer);
        });
        assertThat(all.interactions()).extracting(InteractionStatus::key).containsExactly(HERE);
    }

    /** What a plan hides at home is hidden everywhere, until somebody looks: then the home has it in its log. */
    @Test
    void blindingHoldsOverServers() throws Exception {
        theirs.interactions = List.of(FakeStudy.status(THERE, 3, true));
        assertThat(all.interactions().get(0).participants()).allSatisfy(one -> {
            assertThat(one.blind()).isTrue();
            assertThat(one.audioFx()).isNull();
            assertThat(one.controls()).isEmpty();
        });
        assertThat(all.reveal(THERE))
                .isEqualTo(FakeStudy.status(THERE, 3, false).on("10.0.0.2:5701"));
        assertThat(theirs.done).containsExactly("reveal there");
        assertThat(all.reveal(HERE).server()).isEqualTo("10.0.0.1:5701");
    }

    // ---- operations

    static List<PropertyValue> values() {
        return List.of(
                new PropertyValue.FloatValue(1.2f),
                new PropertyValue.FloatValue(Float.MIN_VALUE),
                new PropertyValue.DoubleValue(0.1),
                new PropertyValue.DoubleValue(Double.NEGATIVE_INFINITY),
                new PropertyValue.IntValue(-7),
                new PropertyValue.Uint64Value(-1),
                new PropertyValue.StringValue("a \"b\" \u00e9"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aControlArrivesAsItWasGiven(PropertyValue value) throws Exception {
        EffectControl control = new EffectControl("voice", "pitch", value, Duration.ofMillis(1500), "ann");
        all.control(THERE, control);
        assertThat(theirs.control).isEqualTo(control);
        assertThat(mine.done).isEmpty();
    }

    @Test
    void eachOperationIsDoneWhereTheInteractionLives() throws Exception {
        assertThat(all.extend(THERE, Duration.ofSeconds(60))).isEqualTo(Duration.ofMillis(61_500));
        assertThat(all.tell(THERE, null, "half of the time")).isEqualTo(2);
        assertThat(all.tell(THERE, "ann", "only for you")).isEqualTo(2);
        all.remove(THERE, "bob");
        all.mark(THERE, new Mark("stimulus", null));
        all.mark(THERE, new Mark("stimulus", "7"));
        all.end(THERE);
        assertThat(theirs.done)
                .containsExactly(
                        "extend there PT1M",
                        "tell there null half of the time",
                        "tell there ann only for you",
                        "remove there bob",
                        "mark there Mark[name=stimulus, data=null]",
                        "mark there Mark[name=stimulus, data=7]",
                        "end there");
        assertThat(all.pipelines(THERE)).isEqualTo(theirs.pipelines(THERE));
        assertThat(mine.done).isEmpty();
    }

    @Test
    void whatLivesHereIsNotAsked() throws Exception {
        link.answers.clear();
        all.extend(HERE, Duration.ofSeconds(1));
        all.setDraining(true);
        assertThat(all.isDraining()).isTrue();
        assertThat(mine.done).containsExactly("extend here PT1S", "draining true");
        assertThat(theirs.isDraining()).as("each server drains by itself").isFalse();
    }

    @Test
    void arefusalIsTheSameAsAtHome() {
        theirs.refusal = new OperationException(Cause.BAD_VALUE, "seconds", "too long");
        assertThatThrownBy(() -> all.extend(THERE, Duration.ofHours(30)))
                .extracting(SupervisionOfAllTest::refusal, InstanceOfAssertFactories.type(OperationException.class))
                .satisfies(refused -> {
                    assertThat(refused.kind()).isEqualTo(Cause.BAD_VALUE);
                    assertThat(refused.key()).isEqualTo("seconds");
                    assertThat(refused).hasMessage("too long");
                });
    }

    @Test
    void whoseServerIsSilentIsNamed() {
        link.answers.put(otherLink.server(), (header, body) -> new CompletableFuture<>());
        assertThatThrownBy(() -> all.end(THERE)).satisfies(thrown -> {
            assertThat(refusal(thrown).kind()).isEqualTo(Cause.NO_ANSWER);
            assertThat(thrown).hasMessageContaining("10.0.0.2:5701").hasMessageContaining("may still do");
        });
        link.answers.clear();
        assertThatThrownBy(() -> all.end(THERE)).satisfies(thrown -> {
            assertThat(refusal(thrown).kind()).isEqualTo(Cause.NO_ANSWER);
            assertThat(thrown).hasMessageContaining("10.0.0.2:5701").hasMessageContaining("not heard");
        });
    }

    @Test
    void whatNobodyHasIsSaidByThisServer() {
        link.homes = Map.of();
        assertThatThrownBy(() -> all.end(THERE))
                .satisfies(thrown -> assertThat(refusal(thrown).kind()).isEqualTo(Cause.UNKNOWN));
    }

    @Test
    void whatAnOlderVersionCannotDoIsRefused() throws Exception {
        var question = Wish.END.question(THERE).put(Wish.MEMBER, "rewind");
        var answer = link.ask(link.report(otherLink.server()), question, Duration.ofSeconds(1))
                .join();
        assertThatThrownBy(() -> Refusal.throwIfThere(answer))
                .satisfies(thrown -> assertThat(refusal(thrown).kind()).isEqualTo(Cause.BAD_VALUE))
                .hasMessageContaining("rewind");
    }

    @Test
    void aBugThereIsNoAnswerHere() {
        theirs.failure = new IllegalStateException("a bug");
        assertThatThrownBy(() -> all.end(THERE)).satisfies(thrown -> {
            assertThat(refusal(thrown).kind()).isEqualTo(Cause.NO_ANSWER);
            assertThat(thrown).hasMessageContaining("10.0.0.2:5701");
        });
    }

    // ---- figures

    @Test
    void figuresAreThoseOfTheQuestionBefore() {
        long[] now = {0};
        FiguresOfOthers figures = new FiguresOfOthers(link, () -> now[0]);
        desk.figures = () -> "{\"payload\":{}}";
        assertThat(figures.server()).isEqualTo("10.0.0.1:5701");
        assertThat(figures.figures()).as("nobody waits").isEmpty();
        assertThat(figures.figures()).isEqualTo(Map.of("10.0.0.2:5701", "{\"payload\":{}}"));
        link.answers.put(otherLink.server(), (header, body) -> new CompletableFuture<>());
        now[0] = Duration.ofSeconds(3).toNanos();
        assertThat(figures.figures()).hasSize(1);
        now[0] = Duration.ofSeconds(5).toNanos();
        assertThat(figures.figures()).as("it is silent").isEmpty();
        desk.figures = null;
    }

    @Test
    void aServerWithoutFiguresHasNone() {
        FiguresOfOthers figures = new FiguresOfOthers(link, () -> 0);
        assertThat(figures.figures()).isEmpty();
        assertThat(figures.figures()).isEqualTo(Map.of("10.0.0.2:5701", "{}"));
        link.answers.put(otherLink.server(), (header, body) -> CompletableFuture.failedFuture(new IOException("cut")));
        assertThat(figures.figures()).as("the newest one").hasSize(1);
    }
}
