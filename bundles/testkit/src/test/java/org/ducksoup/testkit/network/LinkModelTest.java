package org.ducksoup.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The proxy's decisions, in virtual time. */
class LinkModelTest {
    private static final long MILLISECOND = 1_000_000;
    private final List<Long> arrivals = new ArrayList<>();

    private LinkModel play(Impairment impairment, int packets, long gapNanos, int length) {
        LinkModel model = new LinkModel(impairment, 7);
        for (int i = 0; i < packets; i++) {
            model.send(i * gapNanos, length, (at, bit) -> arrivals.add(at));
        }
        return model;
    }

    @Test
    void aLinkWithoutImpairmentIsNotThere() {
        play(Impairment.NONE, 3, MILLISECOND, 1000);
        assertThat(arrivals).containsExactly(0L, MILLISECOND, 2 * MILLISECOND);
    }

    @Test
    void losesWhatItShould() {
        LinkModel model = play(Impairment.NONE.losing(0.05), 100_000, 1, 100);
        assertThat(model.counts().lost()).isCloseTo(5000L, within(300L));
        assertThat(arrivals).hasSize((int) (100_000 - model.counts().lost()));
    }

    @Test
    void theSameSeedIsTheSameFate() {
        Impairment impairment =
                Impairment.NONE.losing(0.2).jittering(Duration.ofMillis(30)).reordering(0.1);
        play(impairment, 1000, MILLISECOND, 100);
        List<Long> first = List.copyOf(arrivals);
        arrivals.clear();
        play(impairment, 1000, MILLISECOND, 100);
        assertThat(arrivals).isEqualTo(first);
    }

    @Test
    void delaysAndJittersInOrder() {
        play(Impairment.NONE.delaying(Duration.ofMillis(30)).jittering(Duration.ofMillis(10)), 1000, MILLISECOND, 100);
        assertThat(arrivals).isSorted();
        for (int i = 0; i < arrivals.size(); i++) {
            assertThat(arrivals.get(i) - i * MILLISECOND).isBetween(30 * MILLISECOND, 40 * MILLISECOND);
        }
    }

    @Test
    void aBottleneckCarriesItsRateAndDropsWhatFindsNoRoom() {
        // 1000 bytes each millisecond are 8 Mbit/s. The link carries 500 kbit/s, so a packet takes 16 ms.
        LinkModel model = play(Impairment.NONE.limitedTo(500_000, Duration.ofMillis(200)), 2000, MILLISECOND, 1000);
        assertThat(arrivals.get(0)).isEqualTo(16 * MILLISECOND);
        assertThat(arrivals.get(1) - arrivals.get(0)).isEqualTo(16 * MILLISECOND);
        assertThat((double) arrivals.size()).isCloseTo(2000 / 16.0 + 13, within(3.0));
        assertThat(model.counts().queueDrops()).isEqualTo(2000 - arrivals.size());
        long lastSetOut = 1999 * MILLISECOND;
        assertThat(arrivals.get(arrivals.size() - 1) - lastSetOut).isLessThan(230 * MILLISECOND);
    }

    @Test
    void reordersDuplicatesAndCorrupts() {
        LinkModel model =
                play(Impairment.NONE.reordering(0.1).duplicating(0.1).corrupting(0.1), 10_000, MILLISECOND, 100);
        assertThat(model.counts().overtaken()).isCloseTo(1000L, within(150L));
        assertThat(model.counts().duplicated()).isCloseTo(1000L, within(150L));
        assertThat(model.counts().corrupted()).isCloseTo(1000L, within(150L));
        assertThat(arrivals).hasSize(10_000 + (int) model.counts().duplicated());
        assertThat(arrivals.stream().sorted().toList()).isNotEqualTo(arrivals);
    }

    @Test
    void aCutLinkCarriesNothingUntilItIsWhole() {
        LinkModel model = new LinkModel(Impairment.NONE.cutOff(), 1);
        model.send(0, 100, (at, bit) -> arrivals.add(at));
        model.change(Impairment.NONE);
        model.send(1, 100, (at, bit) -> arrivals.add(at));
        assertThat(arrivals).containsExactly(1L);
    }
}
