package org.ducksoup.cluster.member;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.ducksoup.parts.HmacSha256;

/**
 * Signs texts for one purpose with a key that is derived from the cluster's secret (HMAC-SHA256), and takes no others. The secret itself
 * never leaves the server. Thread-safe.
 */
public final class Seal {
    private static final int HEX_CHARS = 64;

    private final HmacSha256 key;

    /** @param purpose texts of one purpose are not taken for another one */
    public Seal(String secret, String purpose) {
        key = new HmacSha256(key(secret, purpose));
    }

    /** The key of a purpose. */
    public static byte[] key(String secret, String purpose) {
        return new HmacSha256(secret).of(purpose);
    }

    /** The text with its signature. */
    public String seal(String text) {
        return signature(text) + text;
    }

    /** The signature alone: 64 hexadecimal digits. */
    public String signature(String text) {
        return key.hex(text);
    }

    /** The text of a sealed one; empty if somebody else has signed it. */
    public Optional<String> open(String sealed) {
        if (sealed.length() < HEX_CHARS) {
            return Optional.empty();
        }
        String text = sealed.substring(HEX_CHARS);
        byte[] given = sealed.substring(0, HEX_CHARS).getBytes(StandardCharsets.UTF_8);
        byte[] right = signature(text).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, right) ? Optional.of(text) : Optional.empty();
    }
}
