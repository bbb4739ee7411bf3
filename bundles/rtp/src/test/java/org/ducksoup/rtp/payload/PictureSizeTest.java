package org.ducksoup.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureSizeTest {
    private static Optional<PictureSize> shown(String sps) {
        byte[] unit = HexFormat.of().parseHex(sps);
        return PictureSize.shownBySequenceParameterSet(unit, 0, unit.length);
    }

    private static Optional<PictureSize> decoded(String sps) {
        byte[] unit = HexFormat.of().parseHex("ffff" + sps + "ff");
        return PictureSize.decodedBySequenceParameterSet(unit, 2, unit.length - 3);
    }

    /** Parameter sets of libx264: sizes that are multiples of 16 and not, baseline, high, 4:4:4. */
    @ParameterizedTest
    @CsvSource({
        "320, 240, 320, 240, 6742c00dd90141fb0110000003001000000303c0f142a480",
        "640, 360, 640, 368, 6742c01ed900a02ff970110000030001000003003c0f162e48",
        "1920, 1080, 1920, 1088, 67640028acd940780227e5c044000003000400000300f03c60c658",
        "322, 182, 336, 192, 674d400deca0a8cf11360220000003002000000781e28532c0",
        "100, 100, 112, 112, 67f4000a919b28e7f1b1b80880000003008000001e078912cb",
        "640, 480, 640, 480, 6764001eacd940a07b6022000003000200000300783e28532c"
    })
    void ofH264(int width, int height, int decodedWidth, int decodedHeight, String sps) {
        assertThat(shown(sps)).hasValue(new PictureSize(width, height));
        assertThat(decoded(sps)).hasValue(new PictureSize(decodedWidth, decodedHeight));
    }

    /** 1024x1024 macroblocks; the second one is shown as 16x16 of its pixels. */
    @Test
    void whatIsShownSmallCanBeDecodedLarge() {
        assertThat(decoded("6742c028da001000008019")).hasValue(new PictureSize(16384, 16384));
        assertThat(decoded("6742c028da00100000801e001ff98007fe50")).hasValue(new PictureSize(16384, 16384));
        assertThat(shown("6742c028da00100000801e001ff98007fe50")).hasValue(new PictureSize(16, 16));
    }

    /** 2^28+1 macroblocks are 16 pixels and 2^32 more; 2^31 by 45 of them are more than can be counted. */
    @Test
    void noSizeIsSoLargeThatItLooksSmall() {
        assertThat(decoded("6742c028da00000300040000030040000003020000030039"))
                .hasValue(new PictureSize(Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertThat(decoded("6742c028da0000030000800000030005b9")).hasValue(new PictureSize(Integer.MAX_VALUE, 720));
    }

    @Test
    void ofVp8() {
        byte[] frame = HexFormat.of().parseHex("ff" + "300000" + "9d012a" + "8042" + "68c1" + "00");
        assertThat(PictureSize.ofVp8(frame, 1, frame.length - 1)).hasValue(new PictureSize(640, 360));
        assertThat(PictureSize.ofVp8(frame, 1, 9)).isEmpty();
        frame[1] |= 1;
        assertThat(PictureSize.ofVp8(frame, 1, frame.length - 1)).isEmpty();
    }

    @Test
    void fitsWhenBothSidesDo() {
        assertThat(new PictureSize(1920, 1080).fits(1920)).isTrue();
        assertThat(new PictureSize(1080, 1921).fits(1920)).isFalse();
        assertThat(new PictureSize(1921, 16).fits(1920)).isFalse();
    }

    @Test
    void nonsenseNeverThrows() {
        Random random = new Random(264);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(30)];
            random.nextBytes(bytes);
            int offset = random.nextInt(bytes.length);
            int length = random.nextInt(bytes.length - offset + 1);
            PictureSize.shownBySequenceParameterSet(bytes, offset, length);
            PictureSize.decodedBySequenceParameterSet(bytes, offset, length);
            PictureSize.ofVp8(bytes, offset, length);
        }
    }
}
