package org.ducksoup.gstreamer.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long FRAME_NANOS = 20_000_000;

    private final Pace pace = new Pace();

    /** How often it is told in some seconds of the medium, when each frame of 20 ms takes so long. */
    private int told(int seconds, int millis) {
        int told = 0;
        for (int i = 0; i < seconds * 50; i++) {
            told += pace.onFrame(millis * 1_000_000L, FRAME_NANOS) ? 1 : 0;
        }
        return told;
    }

    @Test
    void anEffectInTimeIsNotTold() {
        assertThat(told(60, 20)).isZero();
        assertThat(pace.share()).isZero();
    }

    @Test
    void aSlowEffectIsToldAfterTwoSecondsAndEveryTenFromThen() {
        assertThat(told(1, 30)).isZero();
        assertThat(told(1, 30)).isEqualTo(1);
        assertThat(pace.share()).isCloseTo(0.333, within(0.001));
        assertThat(told(9, 30)).isZero();
        assertThat(told(1, 30)).isEqualTo(1);
    }

    @Test
    void aBusySecondIsNoSlowEffect() {
        assertThat(told(5, 10)).isZero();
        assertThat(told(1, 200)).isZero();
        assertThat(told(60, 10)).isZero();
    }
}
