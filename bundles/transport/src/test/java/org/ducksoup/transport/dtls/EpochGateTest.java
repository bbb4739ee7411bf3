package org.ducksoup.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class EpochGateTest {
    private static final int CLIENT_KEY_EXCHANGE = 16;
    private static final int CERTIFICATE_VERIFY = 15;

    private static final byte[] KEY_EXCHANGE = handshake(CLIENT_KEY_EXCHANGE, 66, 0, 66);
    private static final byte[] VERIFY = handshake(CERTIFICATE_VERIFY, 74, 0, 74);
    private static final byte[] CHANGE = record(20, 0, new byte[] {1});
    private static final byte[] FINISHED = record(22, 1, new byte[40]);

    private final EpochGate gate = new EpochGate();

    @Test
    void aWholeFlightInOneDatagramPasses() {
        byte[] flight = concat(KEY_EXCHANGE, VERIFY, CHANGE, FINISHED);
        assertThat(gate.pass(flight)).isEqualTo(flight);
        assertThat(gate.released()).isNull();
    }

    @Test
    void whatComesTooEarlyWaitsAndKeepsItsOrder() {
        assertThat(gate.pass(concat(KEY_EXCHANGE, CHANGE))).isEqualTo(KEY_EXCHANGE);
        assertThat(gate.pass(FINISHED)).isNull();
        assertThat(gate.released()).isNull();
        assertThat(gate.pass(VERIFY)).isEqualTo(VERIFY);
        assertThat(gate.released()).isEqualTo(CHANGE);
        assertThat(gate.released()).isEqualTo(FINISHED);
        assertThat(gate.released()).isNull();
    }

    @Test
    void aMessageInPiecesIsThereWithTheLastOfThem() {
        assertThat(gate.pass(CHANGE)).isNull();
        gate.pass(handshake(CERTIFICATE_VERIFY, 74, 50, 24));
        gate.pass(handshake(CERTIFICATE_VERIFY, 74, 0, 49));
        assertThat(gate.released()).isNull();
        gate.pass(handshake(CERTIFICATE_VERIFY, 74, 40, 20));
        assertThat(gate.released()).isEqualTo(CHANGE);
    }

    @Test
    void aFloodOfEarlyOnesTakesNoRoom() {
        for (int i = 0; i < 1000; i++) {
            assertThat(gate.pass(CHANGE)).isNull();
        }
        gate.pass(VERIFY);
        int released = 0;
        while (gate.released() != null) {
            released++;
        }
        assertThat(released).isEqualTo(4);
    }

    @Test
    void nonsenseOpensNothing() {
        gate.pass(CHANGE);
        gate.pass(handshake(CERTIFICATE_VERIFY, 0xffffff, 0xfffff0, 4));
        gate.pass(handshake(CERTIFICATE_VERIFY, 10, 8, 4));
        gate.pass(record(22, 0, new byte[] {CERTIFICATE_VERIFY, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 9, 1, 2, 3}));
        assertThat(gate.released()).isNull();
    }

    private static byte[] handshake(int type, int messageLength, int offset, int length) {
        byte[] fragment = new byte[12 + length];
        fragment[0] = (byte) type;
        int24(fragment, 1, messageLength);
        int24(fragment, 6, offset);
        int24(fragment, 9, length);
        return record(22, 0, fragment);
    }

    private static byte[] record(int type, int epoch, byte[] body) {
        byte[] record = new byte[13 + body.length];
        record[0] = (byte) type;
        record[1] = (byte) 0xfe;
        record[2] = (byte) 0xfd;
        record[4] = (byte) epoch;
        record[12] = (byte) body.length;
        System.arraycopy(body, 0, record, 13, body.length);
        return record;
    }

    private static void int24(byte[] b, int at, int value) {
        b[at] = (byte) (value >> 16);
        b[at + 1] = (byte) (value >> 8);
        b[at + 2] = (byte) value;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
