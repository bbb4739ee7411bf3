package org.ducksoup.transport.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A certificate's hash (RFC 8122).
 *
 * @param hashFunction lower case, for instance {@code sha-256}
 * @param value upper-case bytes with colons between them
 */
public record Fingerprint(String hashFunction, String value) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    public Fingerprint {
        hashFunction = hashFunction.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
    }

    static Fingerprint ofCertificate(byte[] der) {
        return new Fingerprint("sha-256", COLONS.formatHex(digest("SHA-256", der)));
    }

    /** Whether a certificate has this fingerprint; false also for a hash function that is not to be trusted. */
    boolean matches(byte[] der) {
        String algorithm =
                switch (hashFunction) {
                    case "sha-256" -> "SHA-256";
                    case "sha-384" -> "SHA-384";
                    case "sha-512" -> "SHA-512";
                    default -> "";
                };
        return !algorithm.isEmpty() && COLONS.formatHex(digest(algorithm, der)).equals(value);
    }

    private static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
