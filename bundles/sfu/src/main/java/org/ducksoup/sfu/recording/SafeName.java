package org.ducksoup.sfu.recording;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Turns a name in any script into one that is safe in a path. Different names stay different. */
final class SafeName {
    private static final int MAX_LENGTH = 50;
    private static final int HASH_BYTES = 4;

    private SafeName() {}

    /**
     * The letters, digits, {@code _} and {@code -} of a name. If anything else is left out, a hash of the name
     * follows.
     */
    static String of(String name) {
        String reduced = name.replaceAll("[^A-Za-z0-9_-]", "");
        if (reduced.equals(name) && !name.isEmpty() && name.length() <= MAX_LENGTH) {
            return name;
        }
        String hash = hash(name);
        String head = reduced.substring(0, Math.min(reduced.length(), MAX_LENGTH - hash.length() - 1));
        return head.isEmpty() ? hash : head + "-" + hash;
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
