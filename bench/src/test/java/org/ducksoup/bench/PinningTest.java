package org.ducksoup.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PinningTest {
    @Test
    void theServerHasTheFirstProcessorsAndThisSideTheOthers() {
        assertThat(Pinning.of(1, 2)).isEqualTo(new Pinning("0", "1"));
        assertThat(Pinning.of(2, 8)).isEqualTo(new Pinning("0-1", "2-7"));
    }

    @Test
    void withNoneLeftBothShareThemAll() {
        assertThat(Pinning.of(2, 2)).isEqualTo(new Pinning("", "0-1"));
        assertThat(Pinning.of(0, 4)).as("a server that is started elsewhere").isEqualTo(new Pinning("", "0-3"));
    }
}
