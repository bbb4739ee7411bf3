package org.ducksoup.gstreamer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameGridTest {
    private static final long FRAME = 33_333_333;

    @Test
    void aSteadyStreamIsLeftAloneWhateverItsPhaseAndJitter() {
        Random random = new Random(1);
        for (int phase = 0; phase < 10; phase++) {
            FrameGrid grid = new FrameGrid(30);
            long first = grid.place(FRAME * phase / 10);
            for (int i = 1; i < 300; i++) {
                long jitter = (random.nextLong() % (FRAME * 9 / 100));
                assertThat(grid.place(FRAME * phase / 10 + i * FRAME + jitter)).isEqualTo(first + i);
            }
        }
    }

    @Test
    void tooManyAreLeftOut() {
        FrameGrid grid = new FrameGrid(15);
        List<Long> ticks = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            long tick = grid.place(i * FRAME / 2);
            if (tick != FrameGrid.TOO_EARLY) {
                ticks.add(tick);
            }
        }
        assertThat(ticks).hasSizeBetween(30, 31).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aGapIsSeen() {
        FrameGrid grid = new FrameGrid(30);
        grid.place(0);
        assertThat(grid.place(FRAME * 5)).isEqualTo(5);
        assertThat(grid.place(FRAME * 6)).isEqualTo(6);
    }

    @Test
    void timesAreThoseOfAConstantRate() {
        FrameGrid grid = new FrameGrid(30);
        assertThat(grid.timeOf(30)).isEqualTo(1_000_000_000L);
        assertThat(grid.timeOf(31) - grid.timeOf(30)).isBetween(33_333_333L, 33_333_334L);
    }
}
