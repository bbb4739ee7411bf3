package org.ducksoup.gstreamer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.ducksoup.api.media.Codec;
import org.junit.jupiter.api.Test;

final class PictureLimitTest {
    /** Key frames of 640x360 and 16383x16383, and one that builds on what came before. */
    private static final String VP8_GOOD = "3000009d012a8042684100";

    private static final String VP8_BOMB = "3000009d012aff3fff3f00";
    private static final String VP8_DELTA = "310000aabbccddeeff00112233";

    /** Parameter sets of 640x368 and of 16384x16384, the second one shown as 16x16. */
    private static final String SPS_GOOD = "6742c01ed900a02ff970110000030001000003003c0f162e48";

    private static final String SPS_BOMB = "6742c028da001000008019";
    private static final String SPS_HIDDEN_BOMB = "6742c028da00100000801e001ff98007fe50";
    private static final String CODE = "00000001";
    private static final String PPS = "68ce3c80";
    private static final String IDR = "65888400aabb";
    private static final String SLICE = "419a2000aabb";

    private final PictureLimit vp8 = new PictureLimit(Codec.VP8, 3840);
    private final PictureLimit h264 = new PictureLimit(Codec.H264, 3840);

    private static boolean passes(PictureLimit limit, String hex) {
        byte[] frame = HexFormat.of().parseHex(hex + "0000");
        return limit.passes(frame, frame.length - 2);
    }

    @Test
    void picturesOfTheUsualSizePass() {
        assertThat(passes(vp8, VP8_GOOD)).isTrue();
        assertThat(passes(vp8, VP8_DELTA)).isTrue();
        assertThat(passes(h264, CODE + SPS_GOOD + CODE + PPS + CODE + IDR)).isTrue();
        assertThat(passes(h264, CODE + SLICE)).isTrue();
        assertThat(vp8.refused() + h264.refused()).isZero();
    }

    @Test
    void aVp8BombAndWhatBuildsOnItDoNotPass() {
        assertThat(passes(vp8, VP8_GOOD)).isTrue();
        assertThat(passes(vp8, VP8_BOMB)).isFalse();
        assertThat(passes(vp8, VP8_DELTA)).isFalse();
        assertThat(vp8.lastSize()).isEqualTo("16383x16383");
        assertThat(vp8.refused()).isEqualTo(2);
        assertThat(passes(vp8, VP8_GOOD)).isTrue();
        assertThat(passes(vp8, VP8_DELTA)).isTrue();
    }

    @Test
    void aKeyFrameWithoutAHeaderDoesNotPass() {
        assertThat(passes(vp8, "300000")).isFalse();
        assertThat(vp8.lastSize()).isEqualTo("unreadable");
    }

    @Test
    void anH264BombDoesNotPassWhateverIsShownOfIt() {
        for (String bomb : new String[] {SPS_BOMB, SPS_HIDDEN_BOMB}) {
            assertThat(passes(h264, CODE + bomb + CODE + PPS + CODE + IDR)).isFalse();
            assertThat(passes(h264, CODE + SLICE)).isFalse();
            assertThat(h264.lastSize()).isEqualTo("16384x16384");
            assertThat(passes(h264, CODE + SPS_GOOD + CODE + PPS + CODE + IDR)).isTrue();
        }
        assertThat(passes(h264, "000001" + PPS + "000001" + SPS_BOMB + "000001" + IDR))
                .isFalse();
    }

    @Test
    void oneSetThatIsTooLargeIsEnough() {
        assertThat(passes(h264, CODE + SPS_BOMB + CODE + SPS_GOOD + CODE + IDR)).isFalse();
        assertThat(passes(h264, CODE + SPS_GOOD + CODE + SPS_BOMB + CODE + IDR)).isFalse();
        assertThat(passes(h264, CODE + "67" + CODE + IDR)).isFalse();
        assertThat(h264.lastSize()).isEqualTo("unreadable");
    }

    @Test
    void theDescriptionOfUnitsWithLengthsIsReadToo() {
        String avc = "video/x-h264, stream-format=(string)avc, alignment=(string)au, codec_data=(buffer)0142c01effe1";
        h264.describe(avc + "0019" + SPS_GOOD + "010004" + PPS);
        assertThat(passes(h264, "00000006" + IDR)).isTrue();
        h264.describe(avc + "000b" + SPS_BOMB + "010004" + PPS);
        assertThat(passes(h264, "00000006" + IDR)).isFalse();
        h264.describe(avc + "0019" + SPS_GOOD + "010004" + PPS);
        assertThat(passes(h264, "00000006" + IDR)).isTrue();
        assertThat(passes(h264, "0000000b" + SPS_BOMB + "00000006" + IDR)).isFalse();
    }

    @Test
    void nonsenseNeverThrows() {
        Random random = new Random(16383);
        PictureLimit avc = new PictureLimit(Codec.H264, 3840);
        avc.describe("video/x-h264, stream-format=(string)avc");
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = random.nextInt(3) == 0 ? bytes[j] : (byte) random.nextInt(2);
            }
            h264.describe("video/x-h264, codec_data=(buffer)" + HexFormat.of().formatHex(bytes));
            boolean unused = vp8.passes(bytes, bytes.length)
                    | h264.passes(bytes, bytes.length)
                    | avc.passes(bytes, bytes.length);
        }
    }
}
