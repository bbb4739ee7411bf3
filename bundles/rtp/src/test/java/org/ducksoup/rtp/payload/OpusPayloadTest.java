package org.ducksoup.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.ducksoup.rtp.HexText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusPayloadTest {
    /** RFC 6716 table 2 and section 3.2. */
    @ParameterizedTest
    @CsvSource({
        "00, 480", // SILK 10 ms
        "18, 2880", // SILK 60 ms
        "60, 480", // hybrid 10 ms
        "78, 960", // hybrid 20 ms
        "80, 120", // CELT 2.5 ms
        "f8, 960", // CELT 20 ms
        "f9 1111, 1920", // two of the same length
        "f9 11, -1", // which one byte cannot be
        "fa 01 11 22, 1920", // two of different lengths
        "fa fc 00, -1", // the first is 252 bytes long
        "fa fc, -1", // its length lacks a byte
        "fa, -1",
        "fb 03, 2880", // three
        "fb 07, -1", // 140 ms
        "fb 00, -1", // none
        "fb, -1",
    })
    void lasts(String payload, int samples) {
        byte[] bytes = HexText.bytes("ff" + payload);
        assertThat(OpusPayload.samples(bytes, 1, bytes.length - 1)).isEqualTo(samples);
    }
}
