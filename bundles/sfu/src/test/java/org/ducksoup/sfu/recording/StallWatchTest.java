package org.ducksoup.sfu.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A hanging disk and a paused process look alike. */
class StallWatchTest {
    private final StallWatch watch = new StallWatch();
    private long now = 1;

    private boolean isStillAfter(long millis, long turns) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        return watch.isStill(now, turns);
    }

    @Test
    void aThreadThatDoesNotMoveForOneAndAHalfSecondsStandsStill() {
        assertThat(isStillAfter(0, 7)).isFalse();
        assertThat(isStillAfter(500, 7)).isFalse();
        assertThat(isStillAfter(500, 7)).isFalse();
        assertThat(isStillAfter(500, 7)).isTrue();
        assertThat(isStillAfter(500, 8)).as("it moves again").isFalse();
    }

    /** The machine was suspended: the clock has advanced, but no thread has run. */
    @Test
    void aPauseOfTheWholeProcessIsNone() {
        assertThat(isStillAfter(0, 7)).isFalse();
        assertThat(isStillAfter(30_000, 7)).isFalse();
        assertThat(isStillAfter(500, 7)).isFalse();
        assertThat(isStillAfter(500, 8)).isFalse();
        assertThat(isStillAfter(60_000, 8)).isFalse();
    }
}
