package org.ducksoup.sfu.effect;

import static org.assertj.core.api.Assertions.assertThat;

import org.ducksoup.sfu.media.EffectDelay;
import org.junit.jupiter.api.Test;

class PassageTimesTest {
    private static final long MILLI = 1_000_000;

    private final PassageTimes times = new PassageTimes(90_000);

    @Test
    void withoutPacketsThereAreNoFigures() {
        assertThat(times.figures()).isNull();
    }

    @Test
    void areTheTimeSinceTheArrivalThatAPacketIsStampedWith() {
        for (int i = 0; i < 100; i++) {
            // Stamped with i * 20 ms; every tenth takes longer.
            times.add(i * 1800L, (i * 20L + (i % 10 == 0 ? 70 : 30)) * MILLI);
        }
        assertThat(times.figures()).isEqualTo(new EffectDelay(30, 70));
    }

    /** Timestamps of pictures begin again every 13 hours. */
    @Test
    void holdAfterTimestampsBeganAgain() {
        long nanos = 14L * 3600 * 1000 * MILLI;
        times.add(nanos / MILLI * 90 & 0xffffffffL, nanos + 12 * MILLI);
        assertThat(times.figures()).isEqualTo(new EffectDelay(12, 12));
    }

    @Test
    void whatIsNearlyNeverTakenIsCountedAsTheLongest() {
        times.add(0, 60_000 * MILLI);
        times.add(1000, 0);
        assertThat(times.figures()).isEqualTo(new EffectDelay(0, 2000));
    }
}
