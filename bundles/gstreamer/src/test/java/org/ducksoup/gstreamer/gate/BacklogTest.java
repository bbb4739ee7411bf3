package org.ducksoup.gstreamer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In virtual time. An effect takes sound in blocks of 20 ms. */
class BacklogTest {
    private static final long BLOCK = TimeUnit.MILLISECONDS.toNanos(20);

    private final Backlog backlog = new Backlog();
    private long now;
    private long media;
    private int taken;
    private int leftOut;
    private long oldest;

    /**
     * @param until media time up to which sound is there already; after it, sound comes as time passes
     * @param share of its length that an effect needs for a block
     */
    private void process(int blocks, long until, double share) {
        for (int i = 0; i < blocks; i++) {
            if (media + BLOCK > until) {
                now = Math.max(now, media + BLOCK);
            }
            long age = now - media;
            oldest = Math.max(oldest, age);
            if (backlog.isStaying(age, now)) {
                leftOut++;
            } else {
                taken++;
                now += Math.round(share * BLOCK);
            }
            media += BLOCK;
        }
    }

    @Test
    void whatArrivesAtOnceAfterAPauseIsTaken() {
        now = TimeUnit.SECONDS.toNanos(10);
        process(1000, now, 0.1);
        assertThat(leftOut).isZero();
        assertThat(now - media).isLessThan(BLOCK);
    }

    @Test
    void anEffectThatIsHardlyFastEnoughCatchesUp() {
        now = TimeUnit.SECONDS.toNanos(3);
        process(1000, now, 0.45);
        assertThat(leftOut).isZero();
    }

    @Test
    void anEffectThatIsTooSlowLosesSoundAndNotItsPlaceInTime() {
        process(3000, 0, 1.5);
        assertThat((double) taken / (taken + leftOut)).isBetween(0.6, 0.7);
        assertThat(oldest).isLessThan(TimeUnit.MILLISECONDS.toNanos(1300));
    }

    @Test
    void anEffectThatHungForAWhileLosesNothing() {
        process(50, 0, 0.1);
        now += TimeUnit.SECONDS.toNanos(4);
        process(1000, 0, 0.1);
        assertThat(leftOut).isZero();
    }
}
