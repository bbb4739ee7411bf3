package org.ducksoup.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class AcknowledgedRateTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final AcknowledgedRate rate = new AcknowledgedRate();

    @Test
    void nothingIsSaidOfAShortTime() {
        for (int i = 0; i < 15; i++) {
            rate.onPacket(i * 10 * MILLI, 1000);
        }
        assertThat(rate.bitsPerSecond()).isZero();
        rate.onPacket(150 * MILLI, 1000);
        assertThat(rate.bitsPerSecond()).isEqualTo(15 * 8_000 * 1000 / 150);
    }

    /** The window moves over its ring many times, and grows with the packets in it. */
    @Test
    void followsTheRateOfTheLastHalfSecond() {
        long now = 0;
        for (int packetsPerSecond : new int[] {50, 1000, 100, 4000, 20}) {
            for (int i = 0; i < packetsPerSecond; i++) {
                now += 1000 * MILLI / packetsPerSecond;
                rate.onPacket(now, 500);
            }
            assertThat(rate.bitsPerSecond())
                    .as("%d packets in a second", packetsPerSecond)
                    .isCloseTo(packetsPerSecond * 4000L, Percentage.withPercentage(1));
        }
    }

    @Test
    void packetsThatOvertakeCountOnce() {
        Random random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            rate.onPacket((i * 5 + random.nextInt(30)) * MILLI, 1000);
        }
        assertThat(rate.bitsPerSecond()).isCloseTo(1_600_000L, within(100_000L));
    }

    /** Whatever a receiver says of its clock, and for however long, it takes no more memory. */
    @Test
    void aClockThatStandsStillTakesLittleMemory() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            rate.onPacket(0, 1000);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(300_000L);
        assertThat(rate.bitsPerSecond()).isZero();
        for (int i = 1; i <= 100; i++) {
            rate.onPacket(i * 10 * MILLI, 1000);
        }
        assertThat(rate.bitsPerSecond()).isEqualTo(800_000);
    }
}
