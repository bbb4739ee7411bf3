package org.ducksoup.shell.study;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.ducksoup.api.interaction.InteractionKey;

/** A short name for an interaction that can stand in a URL. The same interaction has the same one in every run. */
public final class InteractionId {
    private static final int BYTES = 8;

    private InteractionId() {}

    /** 16 hexadecimal digits. */
    public static String of(InteractionKey key) {
        // None of the parts has control characters.
        String whole = key.origin() + '\n' + key.namespace() + '\n' + key.name();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
