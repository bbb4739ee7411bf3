package org.ducksoup.cluster.member;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs texts for one purpose with a key that is derived from the cluster's secret (HMAC-SHA256), and takes no others. The secret itself
 * never leaves the server. Thread-safe.
 */
public final class Seal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int HEX_CHARS = 64;

    private final SecretKeySpec key;

    /** @param purpose texts of one purpose are not taken for another one */
    public Seal(String secret, String purpose) {
        key = new SecretKeySpec(key(secret, purpose), ALGORITHM);
    }

    /** The key of a purpose. */
    public static byte[] key(String secret, String purpose) {
        return mac(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM), purpose);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** The text with its signature. */
    public String seal(String text) {
        return signature(text) + text;
    }

    /** The signature alone: 64 hexadecimal digits. */
    public String signature(String text) {
        return HexFormat.of().formatHex(mac(key, text));
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
