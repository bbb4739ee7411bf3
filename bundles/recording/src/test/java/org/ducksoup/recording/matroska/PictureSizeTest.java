package org.ducksoup.recording.matroska;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureSizeTest {
    private static Optional<PictureSize> of(String sps) {
        return PictureSize.ofSequenceParameterSet(HexFormat.of().parseHex(sps));
    }

    /** Parameter sets of libx264: sizes that are multiples of 16 and not, baseline, high, 4:4:4. */
    @ParameterizedTest
    @CsvSource({
        "320, 240, 6742c00dd90141fb0110000003001000000303c0f142a480",
        "640, 360, 6742c01ed900a02ff970110000030001000003003c0f162e48",
        "1920, 1080, 67640028acd940780227e5c044000003000400000300f03c60c658",
        "322, 182, 674d400deca0a8cf11360220000003002000000781e28532c0",
        "100, 100, 67f4000a919b28e7f1b1b80880000003008000001e078912cb",
        "640, 480, 6764001eacd940a07b6022000003000200000300783e28532c"
    })
    void ofH264(int width, int height, String sps) {
        assertThat(of(sps)).hasValue(new PictureSize(width, height));
    }

    @Test
    void ofVp8() {
        byte[] frame = HexFormat.of().parseHex("300000" + "9d012a" + "8042" + "68c1" + "00");
        assertThat(PictureSize.ofVp8(frame, frame.length)).hasValue(new PictureSize(640, 360));
        assertThat(PictureSize.ofVp8(frame, 9)).isEmpty();
        frame[0] |= 1;
        assertThat(PictureSize.ofVp8(frame, frame.length)).isEmpty();
    }

    @Test
    void nonsenseNeverThrows() {
        Random random = new Random(264);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            PictureSize.ofSequenceParameterSet(bytes);
            new NalUnits().convert(bytes, bytes.length);
        }
    }
}
