package org.ducksoup.transport.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SenderClockTest {
    private static final long SECOND = 1L << 32;
    private static final long MILLI = SECOND / 1000;

    private final SenderClock clock = new SenderClock();

    @Test
    void theLeastDelayedReportTellsMost() {
        long remote = 1000 * SECOND;
        long local = 5000 * SECOND;
        assertThat(clock.toLocal(remote, local + 40 * MILLI)).isEqualTo(local + 40 * MILLI);
        assertThat(clock.toLocal(remote + SECOND, local + SECOND + 5 * MILLI)).isEqualTo(local + SECOND + 5 * MILLI);
        long late = clock.toLocal(remote + 2 * SECOND, local + 2 * SECOND + 300 * MILLI);
        assertThat(late - (local + 2 * SECOND + 5 * MILLI)).isBetween(0L, MILLI);
    }

    /** Two tracks report with different delays: the same instant of the sender is the same instant here. */
    @Test
    void isOneForAllTracks() {
        clock.toLocal(0, 10 * MILLI);
        long audio = clock.toLocal(SECOND, SECOND + 30 * MILLI);
        long video = clock.toLocal(SECOND, SECOND + 90 * MILLI);
        assertThat(Math.abs(audio - video)).isLessThan(MILLI);
    }

    @Test
    void followsAClockThatDrifts() {
        // 50 parts in a million slow: after an hour 180 ms late, which the smallest offset alone would never see.
        long error = 0;
        for (int second = 0; second < 3600; second++) {
            long remote = (long) (second * (double) SECOND * (1 - 50e-6));
            error = second * SECOND - clock.toLocal(remote, second * SECOND);
        }
        assertThat(Math.abs(error)).isLessThan(5 * MILLI);
    }

    @Test
    void convertsSpans() {
        assertThat(SenderClock.nanos(SECOND)).isCloseTo(TimeUnit.SECONDS.toNanos(1), within(10));
        assertThat(SenderClock.nanos(-5 * SECOND)).isCloseTo(-TimeUnit.SECONDS.toNanos(5), within(10));
    }

    private static org.assertj.core.data.Offset<Long> within(long nanos) {
        return org.assertj.core.data.Offset.offset(nanos);
    }
}
