package org.ducksoup.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MessageBudgetTest {
    private final MessageBudget budget = new MessageBudget(3, 2, 0);

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
}
