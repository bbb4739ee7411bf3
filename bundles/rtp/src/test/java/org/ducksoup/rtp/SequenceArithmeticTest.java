package org.ducksoup.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceArithmeticTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0, 1",
        "0, 1, -1",
        "0, 65535, 1",
        "65535, 0, -1",
        "5, 5, 0",
        "32767, 0, 32767",
        "32768, 0, -32768",
        "0, 32768, -32768",
        "32769, 0, -32767",
        "10, 65530, 16",
        "65546, 10, 0"
    })
    void differenceTakesTheShorterWay(int a, int b, int expected) {
        assertThat(SequenceNumbers.difference(a, b)).isEqualTo(expected);
        assertThat(SequenceNumbers.isNewer(a, b)).isEqualTo(expected > 0);
    }

    @Test
    void nextWraps() {
        assertThat(SequenceNumbers.next(0)).isEqualTo(1);
        assertThat(SequenceNumbers.next(65534)).isEqualTo(65535);
        assertThat(SequenceNumbers.next(65535)).isZero();
    }

    @Test
    void unwrapsSequenceNumbersThroughManyWraps() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        for (long sequence = 65000; sequence < 65000 + 300_000; sequence += 7) {
            assertThat(unwrapper.unwrap((int) (sequence & 0xffff))).isEqualTo(sequence);
        }
    }

    @Test
    void toleratesReorderingAroundTheWrap() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        assertThat(unwrapper.unwrap(65534)).isEqualTo(65534);
        assertThat(unwrapper.unwrap(1)).isEqualTo(65537);
        assertThat(unwrapper.unwrap(65535)).isEqualTo(65535);
        assertThat(unwrapper.unwrap(0)).isEqualTo(65536);
        assertThat(unwrapper.unwrap(65533)).isEqualTo(65533);
        assertThat(unwrapper.unwrap(2)).isEqualTo(65538);
        // Within 32767 of the newest, though more than that from the packet before it.
        assertThat(unwrapper.unwrap(2 + 20_000)).isEqualTo(85_538);
        assertThat(unwrapper.unwrap(65533)).isEqualTo(65533);
        assertThat(unwrapper.unwrap(2 + 20_000 + 32_767)).isEqualTo(85_538 + 32_767);
    }

    @Test
    void aPacketFromBeforeTheFirstWrapIsNegative() {
        SequenceUnwrapper unwrapper = new SequenceUnwrapper();
        assertThat(unwrapper.unwrap(0)).isZero();
        assertThat(unwrapper.unwrap(65535)).isEqualTo(-1);
        assertThat(unwrapper.unwrap(1)).isEqualTo(1);
    }

    @Test
    void unwrapsTimestamps() {
        TimestampUnwrapper unwrapper = new TimestampUnwrapper();
        assertThat(unwrapper.unwrap(0xfffffff0L)).isEqualTo(0xfffffff0L);
        assertThat(unwrapper.unwrap(0x10L)).isEqualTo(0x1_00000010L);
        assertThat(unwrapper.unwrap(0xffffffffL)).isEqualTo(0xffffffffL);
        assertThat(unwrapper.unwrap(0x8000000fL)).isEqualTo(0x1_8000000fL);
        assertThat(unwrapper.unwrap(0x00000010L)).isEqualTo(0x1_00000010L);
        for (long timestamp = 0x1_8000000fL; timestamp < 0x9_00000000L; timestamp += 0x7000_0001L) {
            assertThat(unwrapper.unwrap(timestamp & 0xffffffffL)).isEqualTo(timestamp);
        }
    }

    @Test
    void aTimestampFromBeforeTheFirstWrapIsNegative() {
        TimestampUnwrapper unwrapper = new TimestampUnwrapper();
        assertThat(unwrapper.unwrap(5)).isEqualTo(5);
        assertThat(unwrapper.unwrap(0xfffffffeL)).isEqualTo(-2);
    }
}
