package org.ducksoup.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ducksoup.rtp.HexText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RtcpWireTest {

    private static List<RtcpPacket> read(byte[] bytes) throws MalformedRtcpException {
        return RtcpReader.read(bytes, 0, bytes.length);
    }

    private static byte[] write(RtcpPacket... packets) {
        byte[] buffer = new byte[4096];
        Arrays.fill(buffer, (byte) 0x55);
        int length = RtcpWriter.write(List.of(packets), buffer, 3);
        assertThat(buffer[2]).isEqualTo((byte) 0x55);
        assertThat(buffer[3 + length]).isEqualTo((byte) 0x55);
        return Arrays.copyOfRange(buffer, 3, 3 + length);
    }

    /** Reads bytes that may be malformed. Any exception but the expected one fails the test. */
    private static boolean isReadable(byte[] bytes, int length) {
        try {
            return !RtcpReader.read(bytes, 0, length).isEmpty();
        } catch (MalformedRtcpException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("org.ducksoup.rtp.rtcp.RtcpSamples#packets")
    void bytesAreRead(RtcpPacket packet, byte[] bytes) throws MalformedRtcpException {
        assertThat(read(bytes)).containsExactly(packet);
    }

    @ParameterizedTest
    @MethodSource("org.ducksoup.rtp.rtcp.RtcpSamples#packets")
    void bytesAreWritten(RtcpPacket packet, byte[] bytes) {
        assertThat(write(packet)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("org.ducksoup.rtp.rtcp.RtcpSamples#packets")
    void truncatedAnywhereItIsMalformed(RtcpPacket packet, byte[] bytes) {
        for (int length = 0; length < bytes.length; length++) {
            assertThat(isReadable(bytes, length)).isFalse();
            assertThat(isReadable(Arrays.copyOf(bytes, length), length)).isFalse();
        }
    }

    /**
     * A packet whose length field matches the datagram, but whose content needs more bytes, or whose count is wrong.
     */
    @ParameterizedTest
    @MethodSource("org.ducksoup.rtp.rtcp.RtcpSamples#packets")
    void liesAboutLengthAndCountGiveOnlyTheOneException(RtcpPacket packet, byte[] bytes) {
        for (int words = 0; words < bytes.length / 4; words++) {
            for (int first = 0x80; first < 0xc0; first++) {
                byte[] lie = Arrays.copyOf(bytes, 4 + 4 * words);
                lie[0] = (byte) first;
                lie[3] = (byte) words;
                isReadable(lie, lie.length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.ducksoup.rtp.rtcp.RtcpSamples#packets")
    void eachBitCanBeWrong(RtcpPacket packet, byte[] bytes) {
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] wrong = bytes.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            isReadable(wrong, wrong.length);
        }
    }

    @ParameterizedTest
    @MethodSource("org.ducksoup.rtp.rtcp.RtcpSamples#packets")
    void whatDoesNotFitIsRefused(RtcpPacket packet, byte[] bytes) {
        for (int size = 0; size < bytes.length; size++) {
            byte[] small = new byte[size];
            assertThatThrownBy(() -> RtcpWriter.write(List.of(packet), small, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(RtcpWriter.write(List.of(packet), new byte[bytes.length], 0)).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @MethodSource("org.ducksoup.rtp.rtcp.RtcpSamples#packets")
    void paddingIsTakenOff(RtcpPacket packet, byte[] bytes) throws MalformedRtcpException {
        if ((bytes[0] & 0x20) != 0) {
            return;
        }
        byte[] padded = Arrays.copyOf(bytes, bytes.length + 8);
        padded[0] |= 0x20;
        padded[3] += 2;
        padded[padded.length - 1] = 8;
        assertThat(read(padded)).containsExactly(packet);
    }

    @Test
    void compoundPacketsKeepTheirOrder() throws MalformedRtcpException {
        List<RtcpPacket> packets = new ArrayList<>();
        RtcpSamples.packets().forEach(sample -> packets.add((RtcpPacket) sample.get()[0]));
        byte[] buffer = new byte[4096];
        int length = RtcpWriter.write(packets, buffer, 100);

        assertThat(RtcpReader.read(buffer, 100, length)).isEqualTo(packets);
        assertThatThrownBy(() -> RtcpReader.read(buffer, 100, length + 1)).isInstanceOf(MalformedRtcpException.class);
        assertThat(RtcpWriter.write(List.of(), buffer, 0)).isZero();
    }

    @Test
    void otherKindsAreNamed() throws MalformedRtcpException {
        byte[] application = HexText.bytes("85 cc 0002 00000001 74657374");
        byte[] pictureSelection = HexText.bytes("83 ce 0002 00000001 00000002");
        byte[] temporaryBitrate = HexText.bytes("83 cd 0004 00000001 00000000 00000002 00000000");
        byte[] otherApplicationLayer = HexText.bytes("8f ce 0003 00000001 00000000 52454d43");
        byte[] emptyApplicationLayer = HexText.bytes("8f ce 0002 00000001 00000000");
        assertThat(read(application)).containsExactly(new UnknownRtcp(204, 5));
        assertThat(read(pictureSelection)).containsExactly(new UnknownRtcp(206, 3));
        assertThat(read(temporaryBitrate)).containsExactly(new UnknownRtcp(205, 3));
        assertThat(read(otherApplicationLayer)).containsExactly(new UnknownRtcp(206, 15));
        assertThat(read(emptyApplicationLayer)).containsExactly(new UnknownRtcp(206, 15));
        assertThatThrownBy(() -> write(new UnknownRtcp(204, 5))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wrongVersionsAndPaddingsAreMalformed() {
        for (String datagram : List.of(
                "",
                "00c90001 00000001",
                "40c90001 00000001",
                "c0c90001 00000001",
                "a0c90001 00000000",
                "a0c90001 00000005",
                "a0cb0000",
                "a0c90001 00000001")) {
            byte[] bytes = HexText.bytes(datagram);
            assertThatThrownBy(() -> read(bytes)).as(datagram).isInstanceOf(MalformedRtcpException.class);
        }
    }

    @Test
    void theExceptionIsCheap() {
        assertThatThrownBy(() -> read(new byte[4])).satisfies(e -> {
            assertThat(e.getStackTrace()).isEmpty();
            e.addSuppressed(new IllegalStateException());
            assertThat(e.getSuppressed()).isEmpty();
        });
    }

    @Test
    void boundsOutsideTheArrayAreTheCallersFault() {
        assertThatThrownBy(() -> RtcpReader.read(new byte[8], 4, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RtcpReader.read(new byte[8], -1, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RtcpWriter.write(List.of(), new byte[8], 9))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void randomBytesGiveOnlyTheOneException() {
        Random random = new Random(4585);
        int[] types = {200, 201, 202, 203, 205, 205, 205, 206, 206, 206, 207};
        int[] formats = {0, 1, 1, 2, 4, 15, 15, 31};
        int readable = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[4 * random.nextInt(16)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && i % 8 != 0) {
                bytes[0] = (byte) (0x80 | formats[random.nextInt(formats.length)]);
                bytes[1] = (byte) types[random.nextInt(types.length)];
                bytes[2] = 0;
                bytes[3] = (byte) (bytes.length / 4 - 1);
            }
            if (bytes.length > 24 && i % 3 == 0) {
                byte[] estimateOfTwoSources = {'R', 'E', 'M', 'B', 2};
                System.arraycopy(estimateOfTwoSources, 0, bytes, 12, 5);
            }
            if (bytes.length > 24 && i % 3 == 1) {
                bytes[14] = 0;
                bytes[15] &= 0x1f;
            }
            readable += isReadable(bytes, bytes.length) ? 1 : 0;
        }
        assertThat(readable).isGreaterThan(20_000);
    }
}
