package org.ducksoup.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final TokenBucket budget = new TokenBucket(3, 2, 0);

    private boolean takeAt(long millis) {
        return budget.take(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void allowsABurstAndThenTheRate() {
        assertThat(takeAt(0) && takeAt(0) && takeAt(0)).isTrue();
        assertThat(takeAt(0)).isFalse();
        assertThat(takeAt(499)).isFalse();
        assertThat(takeAt(501)).isTrue();
        assertThat(takeAt(501)).isFalse();
    }

    @Test
    void neverSavesMoreThanABurst() {
        takeAt(0);
        assertThat(takeAt(60_000) && takeAt(60_000) && takeAt(60_000)).isTrue();
        assertThat(takeAt(60_000)).isFalse();
    }

    @Test
    void takesSeveralTokensOrNone() {
        assertThat(budget.take(4, 0)).isFalse();
        assertThat(budget.take(3, 0)).isTrue();
        assertThat(budget.take(2, Duration.ofSeconds(1).toNanos())).isTrue();
    }
}
