package org.ducksoup.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrendTest {
    private final Trend trend = new Trend("memory, MB");

    @Test
    void aLineHasItsSlope() {
        for (int minute = 0; minute <= 30; minute += 10) {
            trend.add(Duration.ofMinutes(minute), 500 + minute);
        }
        assertThat(trend.perHour()).isCloseTo(60, within(1e-9));
        assertThat(trend)
                .hasToString("memory, MB: 500.0 at first, 530.0 at last, 530.0 at most, +60.0 an hour (4 readings)");
    }

    @Test
    void whatGoesUpAndDownAgainHasNone() {
        double[] values = {1, 3, 5, 3, 1};
        for (int i = 0; i < values.length; i++) {
            trend.add(Duration.ofSeconds(i), values[i]);
        }
        assertThat(trend.perHour()).isCloseTo(0, within(1e-9));
    }

    /** Four readings whose line was worked out by hand: y = 1.4 x + 3.5. */
    @Test
    void readingsBesideTheLineCountByTheirSquares() {
        double[] values = {6, 5, 7, 10};
        for (int i = 0; i < values.length; i++) {
            trend.add(Duration.ofHours(i + 1), values[i]);
        }
        assertThat(trend.perHour()).isCloseTo(1.4, within(1e-9));
    }

    @Test
    void oneReadingIsNoTrend() {
        assertThat(trend).hasToString("memory, MB: no readings");
        trend.add(Duration.ofMinutes(1), 500);
        assertThat(trend.perHour()).isNaN();
    }
}
