package org.ducksoup.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 4231. */
class HmacSha256Test {
    private static final String QUESTION = "what do ya want for nothing?";
    private static final String SIGNATURE = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    @Test
    void signsATextAndItsParts() {
        HmacSha256 jefe = new HmacSha256("Jefe");
        assertThat(jefe.hex(QUESTION)).isEqualTo(SIGNATURE);
        byte[] bytes = QUESTION.getBytes(StandardCharsets.US_ASCII);
        assertThat(jefe.of(new byte[0], bytes)).asHexString().isEqualToIgnoringCase(SIGNATURE);
    }

    @Test
    void takesKeysOfBytes() {
        byte[] key = HexFormat.of().parseHex("0b".repeat(20));
        assertThat(new HmacSha256(key).hex("Hi There"))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }
}
