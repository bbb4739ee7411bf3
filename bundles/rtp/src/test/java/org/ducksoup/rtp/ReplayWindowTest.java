package org.ducksoup.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void acceptsEachOnce() {
        for (long index = 65_530; index < 65_545; index++) {
            assertThat(window.acceptIndex(index)).isTrue();
            assertThat(window.acceptIndex(index)).isFalse();
        }
    }

    @Test
    void acceptsEachSequenceNumberOnceInEachCycle() {
        for (int packet = 65_000; packet < 3 * 65_536; packet++) {
            assertThat(window.accept(packet & 0xffff)).as("packet %d", packet).isTrue();
            assertThat(window.accept(packet & 0xffff))
                    .as("packet %d again", packet)
                    .isFalse();
        }
    }

    @Test
    void acceptsPacketsFromBeforeTheFirstOne() {
        assertThat(window.accept(1)).isTrue();
        assertThat(window.accept(0)).isTrue();
        assertThat(window.accept(65_535)).isTrue();
        assertThat(window.accept(65_535)).isFalse();
    }

    @Test
    void acceptsWhatIsLateButWithinTheWindow() {
        window.acceptIndex(5000);
        assertThat(window.acceptIndex(5000 - ReplayWindow.SIZE + 1)).isTrue();
        assertThat(window.acceptIndex(5000 - ReplayWindow.SIZE)).isFalse();
        assertThat(window.acceptIndex(5000 - ReplayWindow.SIZE + 1)).isFalse();
    }

    @Test
    void forgetsWhatTheSamePlaceMeantBefore() {
        for (int jump : new int[] {1, 63, 64, 65, 1023, 1024, 1025, 2048, 70_000}) {
            ReplayWindow jumping = new ReplayWindow();
            long index = 10_000;
            for (long i = index - 1023; i <= index; i++) {
                jumping.acceptIndex(i);
            }
            long next = index + jump;
            assertThat(jumping.acceptIndex(next)).as("jump %d", jump).isTrue();
            for (long late = Math.max(index + 1, next - ReplayWindow.SIZE + 1); late < next; late++) {
                assertThat(jumping.acceptIndex(late)).as("late %d", late).isTrue();
            }
        }
    }

    /** Compares the window with its definition: a packet is refused if it was seen, or is older than the window. */
    @Test
    void behavesAsASetOfTheLastThousand() {
        Random random = new Random(3711);
        Set<Long> seen = new HashSet<>();
        long highest = 65_536;
        for (int i = 0; i < 200_000; i++) {
            long index = Math.max(0, highest - 1400 + random.nextInt(random.nextInt(200) == 0 ? 6000 : 1430));
            boolean expected = index > highest - ReplayWindow.SIZE && seen.add(index);
            highest = Math.max(highest, i == 0 ? index : Math.max(highest, index));
            if (i == 0) {
                expected = true;
                seen.add(index);
                highest = index;
            }
            assertThat(window.acceptIndex(index))
                    .as("index %d, highest %d", index, highest)
                    .isEqualTo(expected);
        }
    }
}
