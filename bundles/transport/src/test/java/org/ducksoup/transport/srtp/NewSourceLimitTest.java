package org.ducksoup.transport.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewSourceLimitTest {
    private static final long BEGIN = Long.MAX_VALUE - 1_000_000_000L;

    private final NewSourceLimit limit = new NewSourceLimit();

    private int allowed(long atNanos) {
        int count = 0;
        for (int i = 0; i < 10_000; i++) {
            count += limit.allows(BEGIN + atNanos) ? 1 : 0;
        }
        return count;
    }

    @Test
    void aBurstAndThenFiftyASecond() {
        assertThat(allowed(0)).isEqualTo(NewSourceLimit.BURST);
        assertThat(allowed(NewSourceLimit.NANOS_FOR_ONE - 1)).isZero();
        assertThat(allowed(NewSourceLimit.NANOS_FOR_ONE)).isEqualTo(1);
        // Across the overflow of the clock.
        assertThat(allowed(200_000_000_000L)).isEqualTo(NewSourceLimit.BURST);
        int second = 0;
        for (int millis = 1; millis <= 1000; millis++) {
            second += limit.allows(BEGIN + 200_000_000_000L + millis * 1_000_000L) ? 1 : 0;
        }
        assertThat(second).isEqualTo(50);
    }
}
