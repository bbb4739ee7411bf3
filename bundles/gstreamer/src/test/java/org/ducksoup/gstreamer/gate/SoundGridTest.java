package org.ducksoup.gstreamer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SoundGridTest {
    private static final long PACKET = 20_000_000;
    private static final int SAMPLES = 960;

    private final SoundGrid grid = new SoundGrid();

    private long sound(long ptsNanos) {
        long missing = grid.place(ptsNanos);
        grid.advance(SAMPLES + missing);
        return missing;
    }

    @Test
    void soundWithoutGapsPasses() {
        for (int i = 0; i < 100; i++) {
            assertThat(sound(7_000_000 + i * PACKET)).isZero();
        }
        assertThat(grid.nextNanos()).isEqualTo(7_000_000 + 100 * PACKET);
    }

    @Test
    void aGapIsFilledAndAnOverlapCut() {
        sound(0);
        assertThat(sound(PACKET + 300_000_000)).isEqualTo(14_400);
        assertThat(grid.nextNanos()).isEqualTo(2 * PACKET + 300_000_000);
        assertThat(sound(2 * PACKET + 290_000_000)).isEqualTo(-480);
    }

    @Test
    void jitterOfHalfAMillisecondIsNothing() {
        for (int i = 0; i < 100; i++) {
            assertThat(sound(i * PACKET + (i % 2) * 400_000L)).isZero();
        }
    }

    /** 500 ppm: half a millisecond a second. */
    @Test
    void driftIsFollowedByTwoSamplesAtATime() {
        for (long factor : new long[] {1_000_500, 999_500}) {
            SoundGrid drifting = new SoundGrid();
            long pts = 0;
            for (int i = 0; i < 50 * 600; i++) {
                long missing = drifting.place(pts);
                assertThat(missing).isBetween(-2L, 2L);
                drifting.advance(SAMPLES + missing);
                pts += PACKET * factor / 1_000_000;
                assertThat((double) drifting.nextNanos()).isCloseTo(pts, within(600_000.0));
            }
        }
    }

    @Test
    void whatIsTooFarBeginsAnew() {
        sound(0);
        assertThat(sound(10_000_000_000L)).isZero();
        assertThat(grid.nextNanos()).isEqualTo(10_000_000_000L + PACKET);
        assertThat(sound(5_000_000_000L)).isZero();
        assertThat(grid.nextNanos()).isEqualTo(5_000_000_000L + PACKET);
    }
}
