package org.ducksoup.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.ducksoup.rtp.HexText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    private static boolean h264(String payload) {
        byte[] bytes = HexText.bytes("ffff" + payload);
        return H264Payload.startsKeyFrame(bytes, 2, bytes.length - 2);
    }

    private static byte[] vp8(String payload) {
        return HexText.bytes("ffff" + payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "67 42e01f", // sequence parameter set
                "65 8880", // IDR slice
                "25 88", // of lower importance
                "78 0002 6742 0001 68", // STAP-A: sequence and picture parameter set
                "78 0001 09 0002 68ce 0001 65", // STAP-A: delimiter, picture parameter set, IDR slice
                "7c 85 88", // FU-A, start, IDR slice
                "7c 87 42", // FU-A, start, sequence parameter set
            })
    void h264KeyFramesStart(String payload) {
        assertThat(h264(payload)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "61 9a", // slice of another picture
                "68 ce", // picture parameter set alone
                "09 f0", // delimiter
                "7c", // FU-A without its header
                "7c 05 88", // FU-A, middle of an IDR slice
                "7c 45 88", // FU-A, its end
                "7c 81 9a", // FU-A, start of another slice
                "78", // STAP-A of nothing
                "78 0001", // STAP-A, unit missing
                "78 0000 6742", // STAP-A, unit of no length
                "78 0005 6742", // STAP-A, unit cut off
                "78 0001 61 0002 41", // STAP-A, second unit cut off
                "78 0002 6165 0001", // the type stands only in a unit's first byte
                "7d 85 88", // FU-B: interleaved mode is not for WebRTC
            })
    void h264OtherPayloadsDoNot(String payload) {
        assertThat(h264(payload)).isFalse();
    }

    /** The descriptor of RFC 7741 section 4.2 with each of its options; 9d012a and size of a key frame follow. */
    @ParameterizedTest
    @CsvSource({
        "10 50, 1",
        "90 00 50, 2",
        "90 80 11 50, 3",
        "90 80 91 23 50, 4",
        "90 40 07 50, 3",
        "90 20 40 50, 3",
        "90 10 05 50, 3",
        "90 30 45 50, 3",
        "90 c0 11 07 50, 4",
        "90 f0 91 23 07 45 50, 6"
    })
    void vp8DescriptorsOfEveryLength(String payload, int expected) {
        byte[] bytes = vp8(payload + "3a029d012a");
        assertThat(Vp8Payload.descriptorLength(bytes, 2, bytes.length - 2)).isEqualTo(expected);
        assertThat(Vp8Payload.startsFrame(bytes, 2, bytes.length - 2)).isTrue();
        assertThat(Vp8Payload.startsKeyFrame(bytes, 2, bytes.length - 2)).isTrue();
        for (int length = 0; length <= expected; length++) {
            byte[] cut = Arrays.copyOf(bytes, 2 + length);
            assertThat(Vp8Payload.descriptorLength(cut, 2, length)).isEqualTo(-1);
            assertThat(Vp8Payload.startsFrame(cut, 2, length)).isFalse();
            assertThat(Vp8Payload.startsKeyFrame(cut, 2, length)).isFalse();
        }
    }

    @Test
    void vp8TellsFramesFromFragmentsAndKeyFramesFromOthers() {
        assertThat(Vp8Payload.startsFrame(vp8("10 51"), 2, 2)).isTrue();
        assertThat(Vp8Payload.startsKeyFrame(vp8("10 51"), 2, 2)).isFalse();
        assertThat(Vp8Payload.startsFrame(vp8("00 50"), 2, 2)).isFalse();
        assertThat(Vp8Payload.startsKeyFrame(vp8("00 50"), 2, 2)).isFalse();
        assertThat(Vp8Payload.startsFrame(vp8("11 50"), 2, 2)).isFalse();
        assertThat(Vp8Payload.startsFrame(vp8("17 50"), 2, 2)).isFalse();
        assertThat(Vp8Payload.startsFrame(vp8("30 51"), 2, 2)).isTrue();
    }

    @Test
    void randomBytesNeverThrow() {
        Random random = new Random(6184);
        int[] h264Types = {0x78, 0x7c, 0x67, 0x61};
        int keyFrames = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            int length = Vp8Payload.descriptorLength(bytes, 0, bytes.length);
            assertThat(length).isLessThan(Math.max(1, bytes.length));
            keyFrames += Vp8Payload.startsKeyFrame(bytes, 0, bytes.length) ? 1 : 0;
            if (bytes.length > 2) {
                bytes[0] = (byte) h264Types[random.nextInt(4)];
                bytes[1] &= 0x81;
            }
            keyFrames += H264Payload.startsKeyFrame(bytes, 0, bytes.length) ? 1 : 0;
        }
        assertThat(keyFrames).isGreaterThan(1000);
    }
}
