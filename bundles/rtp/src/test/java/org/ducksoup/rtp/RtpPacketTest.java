package org.ducksoup.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpPacketTest {

    /** A packet with every part of RFC 3550 section 5.1: padding, extension, two contributing sources, marker. */
    private static final byte[] FULL = HexText.bytes("b2 e0 fffe 89abcdef deadbeef 00000001 00000002"
            + "bede 0003 10aa 31b0b1 00 f0 0000000000"
            + "0102030405 000003");

    private final RtpPacket packet = new RtpPacket();

    @Test
    void readsEveryField() {
        byte[] shifted = new byte[FULL.length + 7];
        System.arraycopy(FULL, 0, shifted, 5, FULL.length);

        assertThat(packet.wrap(shifted, 5, FULL.length)).isTrue();

        assertThat(packet.buffer()).isSameAs(shifted);
        assertThat(packet.offset()).isEqualTo(5);
        assertThat(packet.length()).isEqualTo(FULL.length);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(96);
        assertThat(packet.sequenceNumber()).isEqualTo(0xfffe);
        assertThat(packet.timestamp()).isEqualTo(0x89abcdefL);
        assertThat(packet.ssrc()).isEqualTo(0xdeadbeef);
        assertThat(packet.headerLength()).isEqualTo(12 + 8 + 16);
        assertThat(packet.payloadOffset()).isEqualTo(5 + 36);
        assertThat(packet.payloadLength()).isEqualTo(5);
        assertThat(packet.extensionOffset(1)).isEqualTo(5 + 25);
        assertThat(packet.extensionLength(1)).isEqualTo(1);
        assertThat(packet.extensionOffset(3)).isEqualTo(5 + 27);
        assertThat(packet.extensionLength(3)).isEqualTo(2);
    }

    @Test
    void writesFieldsInPlaceAndNothingElse() {
        byte[] bytes = FULL.clone();
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();

        packet.payloadType(0xff);
        packet.sequenceNumber(0x12345);
        packet.timestamp(0x1_02030405L);
        packet.ssrc(0x0a0b0c0d);

        byte[] expected = FULL.clone();
        System.arraycopy(HexText.bytes("ff 2345 02030405 0a0b0c0d"), 0, expected, 1, 11);
        assertThat(bytes).isEqualTo(expected);
        packet.payloadType(0);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isZero();
    }

    @Test
    void leavesTheMarkerClear() {
        byte[] bytes = HexText.bytes("8000 0000 00000000 00000000");
        assertThat(packet.wrap(bytes, 0, 12)).isTrue();
        packet.payloadType(0xff);
        assertThat(packet.marker()).isFalse();
        assertThat(packet.payloadType()).isEqualTo(127);
        assertThat(packet.payloadLength()).isZero();
    }

    @Test
    void acceptsAPacketOfNothingButPadding() {
        byte[] probe = HexText.bytes("a060 0001 00000000 00000001 00000004");
        assertThat(packet.wrap(probe, 0, probe.length)).isTrue();
        assertThat(packet.payloadLength()).isZero();
        assertThat(packet.payloadOffset()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "8060 0001 00000000 000000", // a byte short
                "0060 0001 00000000 00000001", // version 0
                "4060 0001 00000000 00000001", // version 1
                "c060 0001 00000000 00000001", // version 3
                "8160 0001 00000000 00000001 000000", // contributing source cut off
                "9060 0001 00000000 00000001", // no room for the extension header
                "9060 0001 00000000 00000001 bede00", // nor here
                "9060 0001 00000000 00000001 bede0001 000000", // extension data cut off
                "9060 0001 00000000 00000001 bedeffff 00000000", // extension far too long
                "a060 0001 00000000 00000001 aa00", // padding of no length
                "a060 0001 00000000 00000001 0003", // padding longer than what follows the header
                "a060 0001 00000000 00000001", // padding inside the header
            })
    void refusesWhatIsMalformedAndBecomesUnusable(String datagram) {
        assertThat(packet.wrap(FULL, 0, FULL.length)).isTrue();
        byte[] bytes = HexText.bytes(datagram);

        assertThat(packet.wrap(bytes, 0, bytes.length)).isFalse();

        assertThat(packet.payloadLength()).isZero();
        assertThat(packet.extensionOffset(1)).isEqualTo(-1);
        assertThatThrownBy(packet::ssrc).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.sequenceNumber(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesBoundsOutsideTheArray() {
        assertThat(packet.wrap(FULL, -1, 20)).isFalse();
        assertThat(packet.wrap(FULL, 0, FULL.length + 1)).isFalse();
        assertThat(packet.wrap(FULL, 1, Integer.MAX_VALUE)).isFalse();
        assertThat(packet.wrap(FULL, Integer.MAX_VALUE, 12)).isFalse();
        assertThat(packet.wrap(FULL, 0, -1)).isFalse();
    }

    @Test
    void truncatedAnywhereItIsRefusedOrStaysWithinItsBounds() {
        for (int length = 0; length < FULL.length; length++) {
            byte[] cut = Arrays.copyOf(FULL, length);
            if (packet.wrap(cut, 0, length)) {
                assertThat(length).isGreaterThan(36);
                assertThat(packet.payloadOffset() + packet.payloadLength()).isLessThanOrEqualTo(length);
            }
        }
    }

    @Test
    void randomBytesNeverThrowAndNeverLeadOutside() {
        Random random = new Random(3550);
        byte[] buffer = new byte[96];
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(buffer);
            int offset = random.nextInt(8);
            int length = random.nextInt(80);
            int csrcs = random.nextInt(4);
            buffer[offset] = (byte) (0x80 | random.nextInt(4) << 4 | csrcs);
            int block = offset + 12 + 4 * csrcs;
            buffer[block] = (byte) (random.nextBoolean() ? 0xBE : 0x10);
            buffer[block + 1] = (byte) (buffer[block] == 0x10 ? random.nextInt(16) : 0xDE);
            buffer[block + 2] = 0;
            buffer[block + 3] = (byte) random.nextInt(12);
            if (!packet.wrap(buffer, offset, length)) {
                continue;
            }
            accepted++;
            assertWithinBounds(offset, offset + length);
        }
        assertThat(accepted).isGreaterThan(10_000);
    }

    private void assertWithinBounds(int start, int end) {
        int payloadEnd = packet.payloadOffset() + packet.payloadLength();
        if (packet.payloadOffset() < start + 12 || packet.payloadLength() < 0 || payloadEnd > end) {
            throw new AssertionError("payload outside the packet");
        }
        for (int id = -1; id < 257; id++) {
            int data = packet.extensionOffset(id);
            int length = packet.extensionLength(id);
            boolean absent = data == -1 && length == -1;
            if (!absent && (data < start + 17 || length < 0 || data + length > packet.payloadOffset())) {
                throw new AssertionError("element " + id + " outside the extension block");
            }
        }
    }

    @Test
    void writesTheFixedHeader() {
        byte[] bytes = new byte[16];
        RtpPacket.writeFixedHeader(bytes, 2, true, 111, 0xabcd, 0xfedcba98L, 0x80000001, true);
        assertThat(bytes).isEqualTo(HexText.bytes("0000 90ef abcd fedcba98 80000001 0000"));

        RtpPacket.writeFixedHeader(bytes, 2, false, 0x180, 0x10001, 0x1_00000002L, 3, false);
        assertThat(bytes).isEqualTo(HexText.bytes("0000 8000 0001 00000002 00000003 0000"));

        assertThatThrownBy(() -> RtpPacket.writeFixedHeader(bytes, 5, false, 0, 0, 0, 0, false))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
