package org.ducksoup.sfu.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.operation.InteractionState;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;
import org.ducksoup.api.operation.ParticipantPipeline;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.junit.jupiter.api.Test;

/** An operator's wishes on their way to an interaction's thread. */
class OperatorDeskTest {
    private static final Instant EPOCH = Instant.parse("2026-11-28T10:00:00Z");

    private static final PipelineDescription VOICE =
            new PipelineDescription(MediaKind.AUDIO, "running", "appsrc name=in", "digraph {}");
    private static final PipelineDescription PICTURE = new PipelineDescription(MediaKind.VIDEO, "lost", "appsrc", "");

    private final Server server = new Server();
    private final Supervision desk = new OperatorDesk(server, Duration.ofMillis(200));

    private static InteractionKey key(String name) {
        return new InteractionKey("https://lab.example", "study", name);
    }

    private static Consumer<Throwable> because(Cause cause, String... words) {
        return thrown -> {
            assertThat(thrown).isInstanceOf(OperationException.class).hasMessageContainingAll(words);
            assertThat(((OperationException) thrown).kind()).isEqualTo(cause);
        };
    }

    @Test
    void theOldestComesFirst() {
        server.add(new Room("later", 20));
        server.add(new Room("earlier", 10));
        assertThat(desk.interactions())
                .extracting(status -> status.key().name())
                .containsExactly("earlier", "later");
    }

    @Test
    void thoseThatHangOrAreOverAreLeftOutAndCostTheirTimeOnce() {
        server.add(new Room("good", 30));
        for (int i = 0; i < 20; i++) {
            server.add(new Room("hanging" + i, i)).hangs = true;
        }
        server.add(new Room("over", 5)).over = true;
        long before = System.nanoTime();
        assertThat(desk.interactions())
                .extracting(status -> status.key().name())
                .containsExactly("good");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void whatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> desk.end(key("room"))).satisfies(because(Cause.UNKNOWN, "room", "study"));
        server.add(new Room("room", 0)).over = true;
        assertThatThrownBy(() -> desk.end(key("room"))).satisfies(because(Cause.UNKNOWN, "room", "over"));
    }

    @Test
    void anInteractionThatHangsIsWaitedForForALimitedTime() {
        server.add(new Room("room", 0)).hangs = true;
        assertThatThrownBy(() -> desk.end(key("room"))).satisfies(because(Cause.NO_ANSWER, "room", "200 ms"));
    }

    @Test
    void badValuesDoNotGetToTheInteraction() {
        Room room = server.add(new Room("room", 0));
        assertThatThrownBy(() -> desk.extend(key("room"), Duration.ZERO))
                .satisfies(because(Cause.BAD_VALUE, "1 to 86400 s"));
        assertThatThrownBy(() -> desk.extend(key("room"), Duration.ofDays(2)))
                .satisfies(because(Cause.BAD_VALUE, "172800", "1 to 86400 s"));
        assertThatThrownBy(() -> desk.tell(key("room"), null, " ")).satisfies(because(Cause.BAD_VALUE, "none"));
        assertThatThrownBy(() -> desk.tell(key("room"), null, "x".repeat(1001)))
                .satisfies(because(Cause.BAD_VALUE, "1001", "1 to 1000"));
        assertThatThrownBy(() -> desk.mark(key("room"), new Mark(" ", null)))
                .satisfies(because(Cause.BAD_VALUE, "1 to 100"));
        assertThatThrownBy(() -> desk.mark(key("room"), new Mark("a", "x".repeat(1001))))
                .satisfies(because(Cause.BAD_VALUE, "1001", "at most 1000"));
        assertThat(room.asked).isEmpty();
    }

    @Test
    void whatTheInteractionRefusesIsSaid() throws OperationException {
        Room room = server.add(new Room("room", 0));
        assertThatThrownBy(() -> desk.remove(key("room"), "nobody")).satisfies(because(Cause.UNKNOWN, "nobody"));
        assertThat(desk.extend(key("room"), Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(65));
        assertThat(desk.tell(key("room"), "ann", "hello")).isEqualTo(1);
        assertThat(room.asked).containsExactly("remove nobody", "extend PT5S", "tell ann hello");
    }

    /** What describes a pipeline may wait for an element that hangs. The interaction does not. */
    @Test
    void pipelinesAreDescribedOnTheOperatorsThread() throws OperationException {
        Room room = server.add(new Room("room", 0));
        assertThat(desk.pipelines(key("room")))
                .containsExactly(new ParticipantPipeline("ann", VOICE), new ParticipantPipeline("ann", PICTURE));
        assertThat(room.asked).containsExactly("pipelines");
        assertThatThrownBy(() -> desk.pipelines(key("hall"))).isInstanceOf(OperationException.class);
    }

    @Test
    void aBugIsNotTakenForAWishThatIsWrong() {
        server.add(new Room("room", 0));
        assertThatThrownBy(() -> desk.remove(key("room"), "bug")).isInstanceOf(IllegalStateException.class);
    }

    private static final class Server implements SupervisedInteractions {
        private final Map<InteractionKey, Supervised> rooms = new LinkedHashMap<>();
        private boolean draining;

        Room add(Room room) {
            rooms.put(room.key(), room);
            return room;
        }

        @Override
        public Collection<Supervised> supervised() {
            return rooms.values();
        }

        @Override
        public Optional<Supervised> supervised(InteractionKey key) {
            return Optional.ofNullable(rooms.get(key));
        }

        @Override
        public boolean isDraining() {
            return draining;
        }

        @Override
        public void setDraining(boolean drains) {
            draining = drains;
        }
    }

    /** An interaction that notes what it is asked. */
    private static final class Room implements Supervised {
        final List<String> asked = new ArrayList<>();
        boolean hangs;
        boolean over;
        private final String name;
        private final long age;

        Room(String name, long age) {
            this.name = name;
            this.age = age;
        }

        @Override
        public InteractionKey key() {
            return OperatorDeskTest.key(name);
        }

        @Override
        public void execute(Runnable task) {
            if (!hangs) {
                task.run();
            }
        }

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public InteractionStatus status() {
            return new InteractionStatus(
                    key(),
                    null,
                    InteractionState.WAITING,
                    EPOCH.plusSeconds(age),
                    null,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    2,
                    "muxed",
                    List.of());
        }

        @Override
        public void end() {
            asked.add("end");
        }

        @Override
        public Duration extend(Duration by) {
            asked.add("extend " + by);
            return Duration.ofSeconds(60).plus(by);
        }

        @Override
        public void remove(String userId) throws OperationException {
            asked.add("remove " + userId);
            if (userId.equals("bug")) {
                throw new IllegalArgumentException("a bug");
            }
            throw new OperationException(Cause.UNKNOWN, "no participant " + userId);
        }

        @Override
        public int tell(String userId, String text) {
            asked.add("tell " + userId + " " + text);
            return 1;
        }

        @Override
        public void control(EffectControl control) {
            asked.add("control " + control.property());
        }

        @Override
        public InteractionStatus reveal() {
            asked.add("reveal");
            return status();
        }

        @Override
        public void mark(Mark mark) {
            asked.add("mark " + mark.name());
        }

        @Override
        public Map<String, Supplier<List<PipelineDescription>>> pipelines() {
            asked.add("pipelines");
            return Map.of("ann", () -> List.of(VOICE, PICTURE));
        }
    }
}
