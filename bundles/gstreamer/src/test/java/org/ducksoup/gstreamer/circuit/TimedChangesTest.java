package org.ducksoup.gstreamer.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ducksoup.api.media.MediaKind;
import org.junit.jupiter.api.Test;

class TimedChangesTest {
    private static final long MILLI = 1_000_000;

    private final TimedChanges changes = new TimedChanges(MediaKind.AUDIO);
    private final List<Integer> made = new ArrayList<>();

    private void add(long millis, int value) {
        changes.add(millis * MILLI, "pitch", value, pts -> made.add(value));
    }

    @Test
    void areMadeInFrontOfTheNearestFrame() {
        add(100, 1);
        add(131, 2);
        add(149, 3);
        changes.onFrame(80 * MILLI);
        assertThat(made).isEmpty();
        changes.onFrame(100 * MILLI);
        assertThat(made).containsExactly(1);
        changes.onFrame(120 * MILLI);
        assertThat(made).containsExactly(1);
        changes.onFrame(140 * MILLI);
        assertThat(made).containsExactly(1, 2, 3);
    }

    @Test
    void tellWhatWillBe() {
        assertThat(changes.number("pitch")).isNaN();
        add(100, 1);
        add(130, 2);
        assertThat(changes.number("pitch")).isEqualTo(2);
        assertThat(changes.number("rate")).isNaN();
        changes.onFrame(200 * MILLI);
        assertThat(changes.number("pitch")).isNaN();
    }

    /** Some are sent ahead of their time, and meanwhile others count at once. */
    @Test
    void areMadeInTheOrderOfTheirTimes() {
        add(100, 2);
        add(40, 1);
        add(100, 3);
        assertThat(changes.number("pitch")).isEqualTo(3);
        List<Long> frames = new ArrayList<>();
        changes.add(90 * MILLI, "rate", 0, frames::add);
        changes.onFrame(60 * MILLI);
        assertThat(made).containsExactly(1);
        changes.onFrame(100 * MILLI);
        assertThat(made).containsExactly(1, 2, 3);
        assertThat(frames).containsExactly(100 * MILLI);
    }

    /** The last ones count when frames come again. */
    @Test
    void withoutFramesTheOldestAreLeftOut() {
        changes.add(0, "rate", 2, pts -> made.add(-1));
        for (int i = 0; i < 5000; i++) {
            add(i, i);
        }
        changes.onFrame(6000 * MILLI);
        assertThat(made).hasSize(1000).startsWith(-1).endsWith(4999);
    }
}
