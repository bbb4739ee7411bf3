package org.ducksoup.transport.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.bouncycastle.tls.CipherSuite;
import org.junit.jupiter.api.Test;

class RecordHeadersTest {
    private static final int GCM = RecordHeaders.shortest(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);

    private static byte[] records(int... epochsAndLengths) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < epochsAndLengths.length; i += 2) {
            int length = epochsAndLengths[i + 1];
            out.writeBytes(new byte[] {
                21, (byte) 0xfe, (byte) 0xfd, 0, (byte) epochsAndLengths[i], 0, 0, 0, 0, 0, 5, 0, (byte) length
            });
            out.writeBytes(new byte[length]);
        }
        return out.toByteArray();
    }

    @Test
    void nonceAndTagHaveToBeThere() {
        assertThat(GCM).isEqualTo(24);
        assertThat(RecordHeaders.shortest(CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256))
                .isEqualTo(16);
        assertThat(RecordHeaders.areSound(records(1, 24), GCM)).isTrue();
        assertThat(RecordHeaders.areSound(records(1, 23), GCM)).isFalse();
        assertThat(RecordHeaders.areSound(records(1, 0), GCM)).isFalse();
    }

    @Test
    void onlyVersionsAndTypesThatThereAre() {
        byte[] record = records(0, 10);
        record[2] = (byte) 0xff;
        assertThat(RecordHeaders.areSound(record, GCM)).as("1.0").isTrue();
        record[2] = (byte) 0xfe;
        assertThat(RecordHeaders.areSound(record, GCM)).as("there is no 1.1").isFalse();
        record[2] = (byte) 0xfd;
        record[0] = 19;
        assertThat(RecordHeaders.areSound(record, GCM)).isFalse();
        record[0] = 24;
        assertThat(RecordHeaders.areSound(record, GCM)).as("heartbeat").isFalse();
    }

    @Test
    void plainOnesMayBeShort() {
        assertThat(RecordHeaders.areSound(records(0, 1), GCM)).isTrue();
    }

    @Test
    void eachRecordOfADatagramCounts() {
        assertThat(RecordHeaders.areSound(records(0, 1, 1, 30, 1, 2), GCM)).isFalse();
        assertThat(RecordHeaders.areSound(records(0, 1, 1, 30, 1, 40), GCM)).isTrue();
    }

    @Test
    void whatIsCutOffIsAsLongAsItIs() {
        byte[] whole = records(1, 40);
        assertThat(RecordHeaders.areSound(java.util.Arrays.copyOf(whole, 13 + 20), GCM))
                .isFalse();
        assertThat(RecordHeaders.areSound(new byte[12], GCM)).isTrue();
    }
}
