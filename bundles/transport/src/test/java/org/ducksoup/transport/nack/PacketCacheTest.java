package org.ducksoup.transport.nack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.ducksoup.api.media.MediaKind;
import org.junit.jupiter.api.Test;

class PacketCacheTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final PacketCache cache = PacketCache.of(MediaKind.VIDEO);
    private final byte[] target = new byte[2048];

    private void store(int number, int length) {
        byte[] packet = new byte[length];
        java.util.Arrays.fill(packet, (byte) number);
        cache.store(number, packet, length, 20, number * MILLI);
    }

    private int take(int number, long atMillis) {
        return cache.take(number, target, 0, atMillis * MILLI, 10 * MILLI);
    }

    @Test
    void givesBackWhatItWasGivenAndHowLongTheHeaderWas() {
        store(1, 700);
        assertThat(take(1, 100)).isEqualTo(20 << 16 | 700);
        assertThat(target[699]).isEqualTo((byte) 1);
        assertThat(take(2, 100)).isEqualTo(-1);
    }

    @Test
    void keepsTheLastHundredPacketsOfFullSizeAndNoneThatWasOverwritten() {
        for (int number = 0; number < 65_536; number++) {
            store(number, 1000 + number % 400);
            if (number > 4 && number % 50 == 0) {
                int found = cache.take(number - 4, target, 0, Long.MAX_VALUE / 2, 0);
                assertThat(found & 0xffff).isEqualTo(1000 + (number - 4) % 400);
                assertThat(target[(found & 0xffff) - 1]).isEqualTo((byte) (number - 4));
                assertThat(target[0]).isEqualTo((byte) (number - 4));
                assertThat(number < 200 ? -1 : cache.take(number - 200, target, 0, Long.MAX_VALUE / 2, 0))
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void doesNotRepeatWhatIsUnderWay() {
        store(1, 700);
        assertThat(take(1, 5)).isEqualTo(-1);
        assertThat(take(1, 50)).isPositive();
        assertThat(take(1, 55)).isEqualTo(-1);
        assertThat(take(1, 61)).isPositive();
    }

    /** A receiver that requests everything repeatedly gets half of it a second time. */
    @Test
    void sendsNoMoreThanHalfAgain() {
        int again = 0;
        for (int number = 1; number <= 10_000; number++) {
            store(number, 1000);
            for (int back = Math.max(1, number - 50); back < number; back++) {
                again += cache.take(back, target, 0, number * MILLI + 1, 0) > 0 ? 1 : 0;
            }
        }
        assertThat(again).isBetween(5000, 5020);
    }
}
