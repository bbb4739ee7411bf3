package org.ducksoup.transport.srtp;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;

/**
 * The session key and salt of all RTP packets in one direction, for AEAD_AES_128_GCM (RFC 3711 section 4.3, RFC 7714
 * section 11).
 */
final class GcmKeys {
    static final int TAG_LENGTH = 16;
    static final int IV_LENGTH = 12;

    private static final byte LABEL_RTP_KEY = 0;
    private static final byte LABEL_RTP_SALT = 2;

    private final SecretKeySpec key;
    private final byte[] salt;

    /** @param masterSalt 12 bytes */
    GcmKeys(byte[] masterKey, byte[] masterSalt) {
        try {
            // The pseudo-random function is AES in counter mode, and neither key is longer than its first block.
            Cipher function = Cipher.getInstance("AES/ECB/NoPadding");
            function.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"));
            key = new SecretKeySpec(function.doFinal(block(masterSalt, LABEL_RTP_KEY)), "AES");
            salt = function.doFinal(block(masterSalt, LABEL_RTP_SALT));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }

    /** The label is exclusive-ored into the salt's eighth byte; the key derivation rate is zero. */
    private static byte[] block(byte[] masterSalt, byte label) {
        byte[] block = new byte[16];
        System.arraycopy(masterSalt, 0, block, 0, masterSalt.length);
        block[7] ^= label;
        return block;
    }

    /**
     * A cipher with this key.
     *
     * @param mode of {@link Cipher}
     */
    Packets packets(int mode) {
        return new Packets(mode);
    }

    /** Encrypts or decrypts packets, one at a time. */
    final class Packets {
        private final Cipher cipher = Aes.createCipher("AES/GCM/NoPadding");
        private final int mode;
        private final byte[] iv = new byte[IV_LENGTH];
        private final AlgorithmParameterSpec parameters;

        private Packets(int mode) {
            this.mode = mode;
            parameters = new Iv(iv, cipher.getProvider() instanceof JitsiOpenSslProvider);
        }

        /** Works in place, on what is behind the header (RFC 7714 sections 8 and 9). */
        void run(byte[] buffer, int offset, int headerLength, int length, int ssrc, int rollOverCounter)
                throws GeneralSecurityException {
            setIv(ssrc, rollOverCounter, buffer[offset + 2], buffer[offset + 3]);
            cipher.init(mode, key, parameters);
            cipher.updateAAD(buffer, offset, headerLength);
            int payload = offset + headerLength;
            cipher.doFinal(buffer, payload, length - headerLength, buffer, payload);
        }

        private void setIv(int ssrc, int rollOverCounter, byte sequenceHigh, byte sequenceLow) {
            iv[0] = salt[0];
            iv[1] = salt[1];
            putInt(2, ssrc);
            putInt(6, rollOverCounter);
            iv[10] = (byte) (sequenceHigh ^ salt[10]);
            iv[11] = (byte) (sequenceLow ^ salt[11]);
        }

        private void putInt(int at, int value) {
            for (int i = 0; i < 4; i++) {
                iv[at + i] = (byte) (value >>> (24 - 8 * i) ^ salt[at + i]);
            }
        }
    }

    /** The same object for every packet: OpenSSL's ciphers copy the vector, others keep it to see that it changes. */
    private static final class Iv extends GCMParameterSpec {
        private final byte[] live;
        private final boolean copied;

        Iv(byte[] live, boolean copied) {
            super(8 * TAG_LENGTH, live);
            this.live = live;
            this.copied = copied;
        }

        @Override
        public byte[] getIV() {
            return copied ? live : live.clone();
        }
    }
}
