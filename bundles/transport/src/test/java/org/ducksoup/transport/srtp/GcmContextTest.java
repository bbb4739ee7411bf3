package org.ducksoup.transport.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own contexts beside the library's, packet by packet, with the ciphers of OpenSSL and of Java. */
class GcmContextTest {
    private static final int SSRC = 0x80001234;

    private final Random random = new Random(7714);

    @AfterEach
    void libraryChooses() {
        Aes.setFactoryClassName("OpenSSL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OpenSSL", "SunJCE"})
    void makesAndReadsTheSamePacketsAsTheLibrary(String ciphers) throws Exception {
        Aes.setFactoryClassName(ciphers);
        byte[] key = bytes(16);
        byte[] salt = bytes(12);
        SrtpPolicy policy = SrtpProfile.AEAD_AES_128_GCM.policy();
        policy.setReceiveReplayEnabled(false);
        RtpContext library = new LibraryContext(
                new SrtpContextFactory(true, key, salt, policy, policy, new LoggerImpl("test")).deriveContext(SSRC, 0));
        GcmKeys keys = new GcmKeys(key, salt);
        RtpContext own = new GcmContext(keys.packets(Cipher.ENCRYPT_MODE), SSRC);
        RtpContext back = new GcmContext(keys.packets(Cipher.DECRYPT_MODE), SSRC);
        for (int i = 0; i < 3000; i++) {
            int offset = random.nextInt(40);
            // Steps larger than one make the numbers wrap several times.
            byte[] plain = packet(offset, 60_000 + 100 * i & 0xffff);
            int length = plain.length - offset - SrtpSession.OVERHEAD;
            byte[] expected = plain.clone();
            byte[] actual = plain.clone();
            assertThat(own.protect(actual, offset, length))
                    .isEqualTo(library.protect(expected, offset, length))
                    .isEqualTo(length + 16);
            assertThat(actual).isEqualTo(expected);
            assertThat(back.unprotect(actual, offset, length + 16)).isEqualTo(length);
            assertThat(Arrays.copyOf(actual, offset + length)).isEqualTo(Arrays.copyOf(plain, offset + length));
        }
    }

    /** With 0 to 15 contributing sources, and in half of the packets an extension of up to 60 bytes. */
    private byte[] packet(int offset, int sequenceNumber) {
        int sources = random.nextInt(16);
        int extension = random.nextBoolean() ? 4 * random.nextInt(16) : -1;
        int header = 12 + 4 * sources + (extension < 0 ? 0 : 4 + extension);
        byte[] packet = bytes(offset + header + random.nextInt(1100) + SrtpSession.OVERHEAD);
        packet[offset] = (byte) (0x80 | (extension < 0 ? 0 : 0x10) | sources);
        packet[offset + 2] = (byte) (sequenceNumber >> 8);
        packet[offset + 3] = (byte) sequenceNumber;
        for (int i = 0; i < 4; i++) {
            packet[offset + 8 + i] = (byte) (SSRC >>> (24 - 8 * i));
        }
        if (extension >= 0) {
            int at = offset + 12 + 4 * sources;
            packet[at] = (byte) 0xbe;
            packet[at + 1] = (byte) 0xde;
            packet[at + 2] = 0;
            packet[at + 3] = (byte) (extension / 4);
        }
        return packet;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
