package org.ducksoup.transport.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.SrtpCipher;
import org.jitsi.srtp.crypto.SrtpCipherCtr;
import org.jitsi.srtp.crypto.SrtpCipherGcm;
import org.junit.jupiter.api.Test;

/**
 * Test vectors of the standards with the ciphers in use, and the resulting packets compared with those of the JDK's
 * ciphers.
 */
class SrtpVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 3711 appendix B.2: the key stream's first three blocks and the last one before the counter's low byte carries. */
    @Test
    void keyStreamOfCounterMode() throws Exception {
        SrtpCipher cipher = new SrtpCipherCtr(Aes.createCipher("AES/CTR/NoPadding"));
        cipher.init(bytes("2b7e151628aed2a6abf7158809cf4f3c"), new byte[0]);
        cipher.setIV(bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfd0000"), Cipher.ENCRYPT_MODE);
        byte[] stream = new byte[0xff02 * 16];
        cipher.process(stream, 0, stream.length);
        assertThat(HEX.formatHex(stream, 0, 48))
                .isEqualTo("e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab"
                        + "41e95b3bb0a2e8dd477901e4fca894c0");
        assertThat(HEX.formatHex(stream, 0xfeff * 16, 0xff02 * 16))
                .isEqualTo("ec8cdf7398607cb0f2d21675ea9ea1e4362b7c3c6773516318a077d7fc5073ae"
                        + "6a2cc3787889374fbeb4c81b17ba6c44");
    }

    /**
     * RFC 3711 appendix B.3: a protected packet equals the one that the JDK makes with the session keys of the
     * appendix.
     */
    @Test
    void sessionKeysOfTheKeyDerivation() throws Exception {
        byte[] key = bytes("c61e7a93744f39ee10734afe3ff7a087");
        byte[] salt = bytes("30cbbc08863d8c85d49db34a9ae1");
        byte[] authentication = bytes("cebe321f6ff7716b6fd4ab49af256a156d38baa4");
        byte[] plain = bytes("800f1234decafbadcafebabe" + "5a".repeat(100));

        byte[] iv = Arrays.copyOf(salt, 16);
        xor(iv, 4, bytes("cafebabe"));
        xor(iv, 8, bytes("000000001234"));
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        byte[] expected = Arrays.copyOf(plain, plain.length + 10);
        cipher.doFinal(plain, 12, plain.length - 12, expected, 12);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(authentication, "HmacSHA1"));
        mac.update(expected, 0, plain.length);
        mac.update(new byte[4]);
        System.arraycopy(mac.doFinal(), 0, expected, plain.length, 10);

        byte[] master = bytes("e1f97a0d3e018be0d64fa32c06de4139");
        byte[] masterSalt = bytes("0ec675ad498afeebb6960b3aabe6");
        byte[] keys = new byte[60];
        System.arraycopy(master, 0, keys, 0, 16);
        System.arraycopy(masterSalt, 0, keys, 32, 14);
        try (SrtpSession client = new SrtpSession(SrtpProfile.AES_CM_128_HMAC_SHA1_80, keys, false)) {
            byte[] ours = Arrays.copyOf(plain, plain.length + SrtpSession.OVERHEAD);
            int length = client.rtpProtector(0xcafebabe).protect(ours, 0, plain.length);
            assertThat(Arrays.copyOf(ours, length)).isEqualTo(expected);
        }
    }

    /** RFC 7714 section 16.1.1: key, initialization vector, header and text as they stand there; and back (16.1.2). */
    @Test
    void galoisCounterMode() throws Exception {
        String header = "8040f17b8041f8d35501a0b2";
        String text = HEX.formatHex("Gallia est omnis divisa in partes tres".getBytes(StandardCharsets.US_ASCII));
        String sealed = "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
                + "899d7f27beb16a9152cf765ee4390cce";
        byte[] buffer = Arrays.copyOf(bytes(header + text), 12 + 38 + 16);
        SrtpCipher cipher = gcm(Cipher.ENCRYPT_MODE);
        cipher.processAAD(buffer, 0, 12);
        int length = cipher.process(buffer, 12, 38);
        assertThat(HEX.formatHex(buffer, 12, 12 + length)).isEqualTo(sealed);

        cipher = gcm(Cipher.DECRYPT_MODE);
        cipher.processAAD(buffer, 0, 12);
        assertThat(HEX.formatHex(buffer, 12, 12 + cipher.process(buffer, 12, length)))
                .isEqualTo(text);
    }

    private static SrtpCipher gcm(int mode) throws Exception {
        SrtpCipher cipher = new SrtpCipherGcm(Aes.createCipher("AES/GCM/NoPadding"));
        cipher.init(bytes("000102030405060708090a0b0c0d0e0f"), new byte[0]);
        cipher.setIV(bytes("51753c6580c2726f20718414"), mode);
        return cipher;
    }

    private static void xor(byte[] into, int at, byte[] with) {
        for (int i = 0; i < with.length; i++) {
            into[at + i] ^= with[i];
        }
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }
}
