package org.ducksoup.gstreamer.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Sound: a packet each 20 ms, 960 units of its clock. */
final class SteadyArrivalTest {
    private static final long MILLI = 1_000_000;
    private static final long PACKET = 20 * MILLI;

    private final SteadyArrival steady = new SteadyArrival(48_000);
    /** By how much the time of the last packet differs from that of a steady network, in nanoseconds. */
    private long off;

    private double worst(int from, int to, LongUnaryOperator delayOfPacket) {
        long worst = 0;
        for (int i = from; i < to; i++) {
            long due = i * PACKET;
            off = steady.nanos(i * 960 - 5000, due + delayOfPacket.applyAsLong(i)) - due;
            worst = Math.max(worst, Math.abs(off));
        }
        return worst / (double) MILLI;
    }

    @Test
    void aSteadyNetworkIsLeftAlone() {
        assertThat(worst(0, 5000, i -> 0)).isZero();
    }

    @Test
    void spikesAndStallsMoveNothing() {
        worst(0, 200, i -> 0);
        assertThat(worst(200, 210, i -> (210 - i) * PACKET))
                .as("a stall of 200 ms")
                .isLessThan(0.2);
        assertThat(worst(210, 400, i -> 0)).isLessThan(0.2);
        assertThat(worst(400, 550, i -> (550 - i) * PACKET)).as("of 3 s").isLessThan(0.2);
        assertThat(worst(550, 700, i -> i % 10 == 0 ? 90 * MILLI : 0))
                .as("spikes")
                .isLessThan(0.2);
    }

    @Test
    void jitterIsTakenOut() {
        Random random = new Random(3);
        worst(0, 500, i -> random.nextInt(30) * MILLI);
        long before = off;
        worst(500, 5000, i -> random.nextInt(30) * MILLI);
        assertThat((off - before) / (double) MILLI).isCloseTo(0, within(8.0));
    }

    @Test
    void anOutageIsAnOutage() {
        worst(0, 200, i -> 0);
        assertThat(worst(700, 1000, i -> 0)).isZero();
    }

    /** 200 ppm, either way, for ten minutes. */
    @Test
    void driftIsFollowed() {
        for (int sign : new int[] {1, -1}) {
            SteadyArrival drifting = new SteadyArrival(48_000);
            long behind = 0;
            for (int i = 0; i < 30_000; i++) {
                long arrival = i * PACKET + sign * i * 4000L;
                behind = Math.max(behind, Math.abs(drifting.nanos(i * 960, arrival) - arrival));
            }
            assertThat(behind / (double) MILLI).isLessThan(1);
        }
    }

    @Test
    void aLongerWayIsFollowedSlowlyAndAnInterruptedClockAtOnce() {
        worst(0, 200, i -> 0);
        assertThat(worst(200, 250, i -> 100 * MILLI)).isLessThan(2);
        // The sender paused for a second, and its timestamps did too.
        worst(250, 280, i -> 1000 * MILLI);
        assertThat(off).isEqualTo(1000 * MILLI);
    }

    @Test
    void aReorderedPacketIsAtItsPlace() {
        worst(0, 100, i -> 0);
        assertThat(steady.nanos(97 * 960 - 5000, 100 * PACKET)).isEqualTo(97 * PACKET);
        assertThat(steady.nanos(100 * 960 - 5000, 100 * PACKET)).isEqualTo(100 * PACKET);
    }

    @Test
    void timestampsFromElsewhereBeginAnew() {
        worst(0, 100, i -> 0);
        assertThat(steady.nanos(1_500_000_000, 100 * PACKET)).isEqualTo(100 * PACKET);
        assertThat(steady.nanos(1_500_000_960, 101 * PACKET)).isEqualTo(101 * PACKET);
    }
}
