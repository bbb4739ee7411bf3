package org.ducksoup.gstreamer.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FlowWatchTest {
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(20);

    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3);
    private final FlowWatch watch = new FlowWatch(now);

    /** A packet every 20 ms. */
    private void flow(long nanos, boolean decoded, boolean delivered) {
        for (long end = now + nanos; end - now > 0; now += STEP) {
            watch.onPush(now);
            if (decoded) {
                watch.onFrame(now);
            }
            if (delivered) {
                watch.onDelivered();
            }
        }
    }

    @Test
    void mediaThatGoInAndDoNotComeOutAreNoticed() {
        flow(TimeUnit.SECONDS.toNanos(4), true, true);
        assertThat(watch.isStuck(now)).isFalse();
        flow(FlowWatch.MAX_NANOS, true, false);
        assertThat(watch.isStuck(now)).isFalse();
        flow(2 * STEP, true, false);
        assertThat(watch.isStuck(now)).isTrue();
        watch.onDelivered();
        assertThat(watch.isStuck(now)).isFalse();
    }

    @Test
    void theFirstPacketMayTakeLonger() {
        flow(FlowWatch.MAX_FIRST_NANOS, true, false);
        assertThat(watch.isStuck(now)).isFalse();
        flow(2 * STEP, true, false);
        assertThat(watch.isStuck(now)).isTrue();
    }

    @Test
    void aDecoderThatWaitsForAKeyFrameIsNotStuck() {
        flow(STEP, true, true);
        flow(TimeUnit.SECONDS.toNanos(20), false, false);
        assertThat(watch.isStuck(now)).isFalse();
    }

    /** An effect may keep the last frame before a pause, as pitch does. */
    @Test
    void aPauseOfTheSenderIsNotStuckNorIsItsEnd() {
        flow(STEP, true, true);
        flow(STEP, true, false);
        now += TimeUnit.SECONDS.toNanos(9);
        assertThat(watch.isStuck(now)).isFalse();
        flow(TimeUnit.MILLISECONDS.toNanos(600), true, false);
        assertThat(watch.isStuck(now)).isFalse();
        flow(TimeUnit.SECONDS.toNanos(1), true, false);
        assertThat(watch.isStuck(now)).isTrue();
    }
}
