package org.ducksoup.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderExtensionTest {

    private static final String HEADER = "9060 0001 00000000 00000001";

    private final RtpPacket packet = new RtpPacket();
    private final HeaderExtensionWriter writer = new HeaderExtensionWriter();

    private void wrap(String extensionBlock) {
        byte[] bytes = HexText.bytes(HEADER + extensionBlock);
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
    }

    private byte[] element(int id) {
        int data = packet.extensionOffset(id);
        return data < 0 ? null : Arrays.copyOfRange(packet.buffer(), data, data + packet.extensionLength(id));
    }

    /** The diagram in RFC 8285 section 4.2: a first element of one byte, one of two, padding, one of four. */
    @Test
    void readsTheOneByteForm() {
        wrap("bede 0003 10a1 21b1b2 00 00 33 c1c2c3c4");
        assertThat(element(1)).isEqualTo(HexText.bytes("a1"));
        assertThat(element(2)).isEqualTo(HexText.bytes("b1b2"));
        assertThat(element(3)).isEqualTo(HexText.bytes("c1c2c3c4"));
        for (int absent : new int[] {-1, 0, 4, 14, 15, 16, 17, 33, 256}) {
            assertThat(packet.extensionOffset(absent)).isEqualTo(-1);
            assertThat(packet.extensionLength(absent)).isEqualTo(-1);
        }
    }

    /** The diagram in RFC 8285 section 4.3: an element of no bytes, one of one, padding, one of four. */
    @ParameterizedTest
    @ValueSource(strings = {"1000", "1005", "100f"})
    void readsTheTwoByteForm(String profile) {
        wrap(profile + "0003 0100 0201b1 00 ff04 c1c2c3c4");
        assertThat(packet.extensionLength(1)).isZero();
        assertThat(packet.extensionOffset(1)).isEqualTo(18);
        assertThat(element(2)).isEqualTo(HexText.bytes("b1"));
        assertThat(element(255)).isEqualTo(HexText.bytes("c1c2c3c4"));
        assertThat(element(3)).isNull();
    }

    @Test
    void ignoresOtherProfilesAndEmptyBlocks() {
        wrap("1010 0001 0101a100");
        assertThat(element(1)).isNull();
        assertThat(packet.headerLength()).isEqualTo(20);
        wrap("bede 0000");
        assertThat(element(1)).isNull();
        assertThat(packet.headerLength()).isEqualTo(16);
    }

    /** RFC 8285 section 4.2: after identifier 15, and after 0 with a length, nothing counts. */
    @ParameterizedTest
    @ValueSource(strings = {"f0", "03"})
    void stopsAtReservedIdentifiers(String reserved) {
        wrap("bede 0002 10a1" + reserved + "20b1 000000");
        assertThat(element(1)).isEqualTo(HexText.bytes("a1"));
        assertThat(element(2)).isNull();
        assertThat(element(15)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bede 0001 10a1 2fb1", "bede 0001 10a1 0021", "1000 0001 01010002", "1000 0001 0100 0204"})
    void doesNotReadBeyondTheBlock(String block) {
        wrap(block + "ffffffff");
        assertThat(element(1)).isNotNull();
        assertThat(element(2)).isNull();
    }

    @Test
    void theFirstOfEqualIdentifiersCounts() {
        wrap("bede 0001 10a1 10a2");
        assertThat(element(1)).isEqualTo(HexText.bytes("a1"));
    }

    @Test
    void writesABlock() {
        byte[] bytes = new byte[24];
        Arrays.fill(bytes, (byte) 0x77);

        writer.begin(bytes, 2).add(1, HexText.bytes("a1")).add(14, HexText.bytes("b1b2b3"));
        int reserved = writer.reserve(3, 2);
        int end = writer.end();

        assertThat(reserved).isEqualTo(13);
        assertThat(end).isEqualTo(18);
        assertThat(bytes).isEqualTo(HexText.bytes("7777 bede 0003 10a1 e2b1b2b3 310000 000000 777777777777"));
    }

    @Test
    void writesABlockWithoutPaddingAndAnEmptyOne() {
        byte[] bytes = new byte[8];
        writer.begin(bytes, 0).add(5, HexText.bytes("a1a2a3"));
        assertThat(writer.end()).isEqualTo(8);
        assertThat(bytes).isEqualTo(HexText.bytes("bede 0001 52a1a2a3"));
        assertThat(writer.begin(bytes, 4).end()).isEqualTo(8);
        assertThat(bytes).isEqualTo(HexText.bytes("bede 0001 bede 0000"));
    }

    @Test
    void whatIsWrittenIsRead() {
        byte[] bytes = new byte[300];
        RtpPacket.writeFixedHeader(bytes, 0, false, 96, 1, 2, 3, true);
        writer.begin(bytes, 12);
        for (int id = 1; id <= 14; id++) {
            byte[] data = new byte[16];
            Arrays.fill(data, (byte) id);
            writer.add(id, Arrays.copyOf(data, id));
        }
        int end = writer.end();

        assertThat(packet.wrap(bytes, 0, end)).isTrue();
        assertThat(packet.payloadOffset()).isEqualTo(end);
        for (int id = 1; id <= 14; id++) {
            assertThat(element(id)).hasSize(id).containsOnly(id);
        }
    }

    @Test
    void refusesWhatTheOneByteFormCannotSay() {
        byte[] bytes = new byte[64];
        writer.begin(bytes, 0).add(7, new byte[16]);
        for (int id : new int[] {-1, 0, 15, 16, 7}) {
            assertThatThrownBy(() -> writer.add(id, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> writer.add(1, new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.reserve(1, 17)).isInstanceOf(IllegalArgumentException.class);
        assertThat(writer.end()).isEqualTo(4 + 17 + 3);
    }

    @Test
    void refusesToWriteOutsideTheArrayOrWithoutABeginning() {
        byte[] bytes = new byte[10];
        assertThatThrownBy(() -> writer.reserve(1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(writer::end).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> writer.begin(bytes, 7)).isInstanceOf(IndexOutOfBoundsException.class);
        writer.begin(bytes, 0);
        assertThatThrownBy(() -> writer.reserve(1, 6)).isInstanceOf(IndexOutOfBoundsException.class);
        writer.reserve(1, 5);
        assertThatThrownBy(writer::end).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
