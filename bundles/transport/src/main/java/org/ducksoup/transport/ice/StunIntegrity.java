package org.ducksoup.transport.ice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks whether STUN messages of ICE are complete and made with a password (RFC 8489 section 9.1). Never throws. */
final class StunIntegrity {
    static final int HEADER = 20;

    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int BINDING_ERROR = 0x0111;
    private static final int USERNAME = 0x0006;
    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int FINGERPRINT = 0x8028;
    private static final int FINGERPRINT_XOR = 0x5354554e;
    private static final int DIGEST = 20;

    /**
     * A longer user name cannot belong to a session of this server: a user name has two fragments of at most 256
     * characters.
     */
    private static final int MAX_USERNAME = 513;

    private StunIntegrity() {}

    /** Finds the password of the session that a request is for. */
    interface Keys {
        /**
         * @param ufrag of the receiving side
         * @return null if no session has it
         */
        @Nullable
        SecretKeySpec of(String ufrag);
    }

    static SecretKeySpec key(String password) {
        return new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1");
    }

    static boolean isResponse(byte[] b, int offset, int length) {
        int type = length < HEADER ? 0 : int16(b, offset);
        return type == BINDING_SUCCESS || type == BINDING_ERROR;
    }

    /** Whether this is a complete binding request whose integrity fits its user name. */
    static boolean isAuthenticRequest(byte[] b, int offset, int length, Keys keys) {
        return isWhole(b, offset, length)
                && int16(b, offset) == BINDING_REQUEST
                && isAuthentic(b, offset, length, null, keys);
    }

    /** Whether this is a complete binding response that was made with this key. */
    static boolean isAuthenticResponse(byte[] b, int offset, int length, SecretKeySpec key) {
        return isResponse(b, offset, length)
                && isWhole(b, offset, length)
                && isAuthentic(b, offset, length, key, ufrag -> null);
    }

    private static boolean isWhole(byte[] b, int offset, int length) {
        return length >= HEADER
                && length % 4 == 0
                && int32(b, offset + 4) == MAGIC_COOKIE
                && int16(b, offset + 2) == length - HEADER;
    }

    /** @param responseKey the key of a response, which has no user name */
    private static boolean isAuthentic(
            byte[] b, int offset, int length, @Nullable SecretKeySpec responseKey, Keys keys) {
        SecretKeySpec key = responseKey;
        int at = offset + HEADER;
        int end = offset + length;
        while (end - at >= 4) {
            int type = int16(b, at);
            int size = int16(b, at + 2);
            if (size > end - at - 4) {
                return false;
            }
            if (type == USERNAME && key == null) {
                key = key(b, at + 4, size, keys);
            } else if (type == MESSAGE_INTEGRITY) {
                int behind = at + 4 + DIGEST;
                return key != null
                        && size == DIGEST
                        && (hasFingerprint(b, offset, behind, end) || (responseKey != null && behind == end))
                        && isSigned(b, offset, at, key);
            }
            at += 4 + (size + 3 & ~3);
        }
        return false;
    }

    private static @Nullable SecretKeySpec key(byte[] b, int at, int size, Keys keys) {
        if (size > MAX_USERNAME) {
            return null;
        }
        for (int i = 0; i < size; i++) {
            if (b[at + i] == ':') {
                return keys.of(new String(b, at, i, StandardCharsets.UTF_8));
            }
        }
        return null;
    }

    /** For the integrity, the length counts up to this attribute, whatever follows it (RFC 8489 section 14.5). */
    private static boolean isSigned(byte[] b, int offset, int integrity, SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(key);
            int counted = integrity - offset - HEADER + 4 + DIGEST;
            mac.update(b, offset, 2);
            mac.update((byte) (counted >> 8));
            mac.update((byte) counted);
            mac.update(b, offset + 4, integrity - offset - 4);
            byte[] claimed = new byte[DIGEST];
            System.arraycopy(b, integrity + 4, claimed, 0, DIGEST);
            return MessageDigest.isEqual(mac.doFinal(), claimed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA1", e);
        }
    }

    /** The fingerprint is the last attribute, and ICE demands it (RFC 8445 section 7.1). */
    private static boolean hasFingerprint(byte[] b, int offset, int at, int end) {
        if (end - at != 8 || int16(b, at) != FINGERPRINT || int16(b, at + 2) != 4) {
            return false;
        }
        CRC32 crc = new CRC32();
        crc.update(b, offset, at - offset);
        return ((int) crc.getValue() ^ FINGERPRINT_XOR) == int32(b, at + 4);
    }

    private static int int16(byte[] b, int at) {
        return (b[at] & 0xff) << 8 | (b[at + 1] & 0xff);
    }

    private static int int32(byte[] b, int at) {
        return int16(b, at) << 16 | int16(b, at + 2);
    }
}
