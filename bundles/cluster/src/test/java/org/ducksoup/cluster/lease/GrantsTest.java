package org.ducksoup.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a server promises, and for how long. The lease is 4 s, and clocks may differ by a sixteenth. */
class GrantsTest {
    private static final Identity LIFE = new Identity("b", "1");
    private static final Identity NEXT = new Identity("b", "2");

    private long nanos = Duration.ofDays(1).toNanos();
    private final Grants grants = new Grants(Duration.ofSeconds(4), () -> nanos);

    private void pass(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }

    @Test
    void aGrantIsAPromiseForTheLengthOfALeaseAndTheDifferenceOfClocks() {
        pass(10_000);
        assertThat(grants.grant(LIFE)).isTrue();
        pass(4249);
        assertThat(grants.isOver(LIFE)).isFalse();
        assertThat(grants.remaining(LIFE)).isEqualTo(Duration.ofMillis(1));
        pass(1);
        assertThat(grants.isOver(LIFE)).isTrue();
        assertThat(grants.remaining(LIFE)).isZero();
    }

    @Test
    void whatWasDeclaredOverGetsNothingAnyMore() {
        grants.grant(LIFE);
        pass(4250);
        assertThat(grants.isOver(LIFE)).isTrue();
        assertThat(grants.grant(LIFE)).isFalse();
        assertThat(grants.isOver(LIFE)).isTrue();
        assertThat(grants.grant(NEXT)).as("the next life").isTrue();
        assertThat(grants.isOver(NEXT)).isFalse();
    }

    @Test
    void whoIsNotAskedAboutMayComeBackLate() {
        grants.grant(LIFE);
        pass(60_000);
        assertThat(grants.grant(LIFE)).isTrue();
        assertThat(grants.isOver(LIFE)).isFalse();
    }

    @Test
    void aServerThatHasJustStartedWaitsForWhatItMayHavePromisedBefore() {
        pass(4249);
        assertThat(grants.isOver(LIFE)).isFalse();
        pass(1);
        assertThat(grants.remaining(LIFE)).isZero();
        assertThat(grants.isOver(LIFE)).isTrue();
    }

    @Test
    void whoSaysGoodbyeIsOverAtOnce() {
        grants.grant(LIFE);
        grants.declareOver(LIFE);
        assertThat(grants.isOver(LIFE)).isTrue();
        assertThat(grants.remaining(LIFE)).isZero();
        assertThat(grants.grant(LIFE)).isFalse();
    }

    @Test
    void aClockThatPassesItsLastNumberGoesOn() {
        nanos = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();
        Grants late = new Grants(Duration.ofSeconds(4), () -> nanos);
        pass(2000);
        late.grant(LIFE);
        pass(4000);
        assertThat(late.isOver(LIFE)).isFalse();
        pass(250);
        assertThat(late.isOver(LIFE)).isTrue();
    }
}
