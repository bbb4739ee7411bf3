package org.ducksoup.transport.nack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long ROUND_TRIP = 60 * MILLI;

    private final NackGenerator nack = new NackGenerator();

    private List<Integer> due(long millis) {
        return nack.due(millis * MILLI, ROUND_TRIP);
    }

    private void arrive(long millis, int... numbers) {
        for (int number : numbers) {
            nack.onPacket(number, millis * MILLI);
        }
    }

    @Test
    void asksForNothingWhileNothingIsMissing() {
        for (int i = 0; i < 100_000; i++) {
            arrive(i, (65_000 + i) & 0xffff);
            assertThat(due(i)).isEmpty();
        }
    }

    @Test
    void asksOnceThreeLaterPacketsAreHereOverTheWrapToo() {
        arrive(0, 65_533, 65_534, 1);
        assertThat(due(0)).as("it may be late").isEmpty();
        arrive(1, 2);
        assertThat(due(1)).containsExactly(65_535);
        arrive(2, 3);
        assertThat(due(2)).containsExactly(0);
    }

    @Test
    void asksForWhatIsMissingAtTheEndOfABurst() {
        arrive(0, 10, 12);
        assertThat(due(4)).isEmpty();
        assertThat(due(5)).containsExactly(11);
    }

    @Test
    void doesNotAskForWhatAnOutageOfMoreThanASecondSwallowed() {
        arrive(0, 10, 12);
        arrive(900, 20, 21, 22, 23);
        assertThat(due(900)).containsExactly(11, 13, 14, 15, 16, 17, 18, 19);
        arrive(1901, 40, 41, 42, 44);
        assertThat(nack.missing()).isEqualTo(1);
        assertThat(nack.givenUp()).isEqualTo(8 + 16);
        assertThat(due(1906)).containsExactly(43);
    }

    @Test
    void anOldPacketSentAgainDoesNotHideTheOutage() {
        arrive(0, 10, 12);
        arrive(1500, 11);
        arrive(1501, 40, 41, 42, 43);
        assertThat(nack.missing()).isZero();
        assertThat(nack.givenUp()).isEqualTo(27);
    }

    @Test
    void aPauseWithoutLossIsNone() {
        arrive(0, 10);
        arrive(60_000, 11);
        assertThat(nack.givenUp()).isZero();
    }

    @Test
    void doesNotAskForWhatWasOnlyOvertaken() {
        arrive(0, 10, 12, 11, 13, 14, 15);
        assertThat(due(50)).isEmpty();
    }

    @Test
    void asksAgainAfterARoundTripAndAFifth() {
        arrive(0, 10, 14);
        assertThat(due(0)).containsExactly(11);
        assertThat(due(5)).containsExactly(12, 13);
        assertThat(due(71)).isEmpty();
        assertThat(due(72)).containsExactly(11);
        arrive(73, 12);
        assertThat(due(77)).containsExactly(13);
    }

    @Test
    void givesUpAfterTenTriesOrASecond() {
        arrive(0, 10, 12);
        int asked = 0;
        for (int t = 0; t < 3000; t++) {
            asked += nack.due(t * MILLI, 10 * MILLI).size();
        }
        assertThat(asked).isEqualTo(NackGenerator.MAX_TRIES);
        assertThat(nack.missing()).isZero();

        arrive(2999, 13);
        arrive(3000, 15);
        asked = 0;
        for (int t = 3000; t < 6000; t++) {
            asked += nack.due(t * MILLI, 400 * MILLI).size();
        }
        assertThat(asked).isEqualTo(3);
        assertThat(nack.givenUp()).isEqualTo(2);
    }

    @Test
    void afterAnOutageAsksForNothing() {
        arrive(0, 10);
        arrive(3000, 1000, 1001, 1002, 1003);
        assertThat(due(3010)).isEmpty();
        assertThat(nack.givenUp()).isEqualTo(989);
    }

    /** For any numbers the requests are bounded, in rising order, and never for a packet that has arrived. */
    @Test
    void staysBoundedWhateverArrives() {
        Random random = new Random(4585);
        for (int i = 0; i < 200_000; i++) {
            int number = random.nextInt(20) == 0 ? random.nextInt(65_536) : (i + random.nextInt(300)) & 0xffff;
            nack.onPacket(number, i * MILLI / 4);
            List<Integer> due = new ArrayList<>(nack.due(i * MILLI / 4, ROUND_TRIP));
            assertThat(due).hasSizeLessThanOrEqualTo(NackGenerator.MAX_MISSING).doesNotContain(number);
            assertThat(nack.missing()).isLessThanOrEqualTo(NackGenerator.MAX_MISSING);
        }
    }
}
