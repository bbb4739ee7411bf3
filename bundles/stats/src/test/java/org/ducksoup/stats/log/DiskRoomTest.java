package org.ducksoup.stats.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class DiskRoomTest {
    private OptionalLong left = OptionalLong.of(100);
    private int asked;
    private long nanos;
    private Executor asking = Runnable::run;

    private DiskRoom room(long minBytes) {
        return new DiskRoom(
                Path.of("/data"),
                minBytes,
                place -> {
                    asked++;
                    return left;
                },
                () -> nanos,
                asking);
    }

    @Test
    void theDiskIsAskedNowAndThen() {
        DiskRoom room = room(100);
        assertThat(room.isShort()).isFalse();
        left = OptionalLong.of(99);
        assertThat(room.isShort()).as("not asked yet").isFalse();
        nanos += DiskRoom.ASKED_AFTER.toNanos();
        assertThat(room.isShort()).isTrue();
        left = OptionalLong.empty();
        nanos += DiskRoom.ASKED_AFTER.toNanos();
        assertThat(room.isShort()).as("a disk that does not tell").isFalse();
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void aDiskThatDoesNotAnswerIsNotAskedAgainAndItsLastAnswerCounts() {
        List<Runnable> questions = new ArrayList<>();
        asking = questions::add;
        DiskRoom room = room(101);
        for (int i = 0; i < 5; i++) {
            assertThat(room.isShort()).isFalse();
            nanos += DiskRoom.ASKED_AFTER.toNanos();
        }
        assertThat(questions).hasSize(1);
        questions.get(0).run();
        assertThat(room.isShort()).isTrue();
        assertThat(questions).hasSize(2);
    }

    @Test
    void noneIsAskedWithoutALimit() {
        assertThat(room(0).isShort()).isFalse();
        assertThat(asked).isZero();
    }
}
