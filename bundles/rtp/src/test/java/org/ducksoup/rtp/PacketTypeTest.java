package org.ducksoup.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketTypeTest {

    @ParameterizedTest
    @CsvSource({
        "00 01, STUN",
        "03 ff, STUN",
        "04 00, UNKNOWN",
        "13 00, UNKNOWN",
        "14 fe, DTLS",
        "3f fd, DTLS",
        "40 00, UNKNOWN",
        "7f ff, UNKNOWN",
        "80 60, RTP",
        "bf e0, RTP",
        "80 bf, RTP",
        "80 c0, RTCP",
        "81 c8, RTCP",
        "8f df, RTCP",
        "80 e0, RTP",
        "c0 c8, UNKNOWN",
        "80, UNKNOWN"
    })
    void theFirstBytesTell(String datagram, PacketType expected) {
        byte[] bytes = HexText.bytes("aaaa" + datagram);
        assertThat(PacketType.of(bytes, 2, bytes.length - 2)).isEqualTo(expected);
    }
}
