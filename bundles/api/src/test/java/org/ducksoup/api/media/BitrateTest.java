package org.ducksoup.api.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BitrateTest {
    private final Bitrate small = new Bitrate(1_000);
    private final Bitrate large = new Bitrate(2_500);

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> new Bitrate(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(small.minus(large)).isEqualTo(new Bitrate(0));
        assertThat(large.minus(small)).isEqualTo(new Bitrate(1_500));
    }

    @Test
    void isAddedMultipliedAndDivided() {
        assertThat(small.plus(large)).isEqualTo(new Bitrate(3_500));
        assertThat(large.times(3)).isEqualTo(new Bitrate(7_500));
        assertThat(large.times(0)).isEqualTo(new Bitrate(0));
        assertThat(large.dividedBy(3)).isEqualTo(new Bitrate(833));
        assertThatThrownBy(() -> large.times(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void isCompared() {
        assertThat(small.min(large)).isEqualTo(small);
        assertThat(large.min(small)).isEqualTo(small);
        assertThat(small.max(large)).isEqualTo(large);
    }
}
