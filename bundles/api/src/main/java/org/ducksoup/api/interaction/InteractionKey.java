package org.ducksoup.api.interaction;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which interaction. The three parts are compared exactly as written (NFC): the same name from another origin is another
 * interaction.
 *
 * @param origin {@code Origin} of the page
 * @param namespace groups the interactions of an experiment
 * @param name {@code interactionName} of the wire protocol
 */
public record InteractionKey(String origin, String namespace, String name) {
    private static final int ID_BYTES = 8;

    /**
     * A short name that can stand in a URL: 16 hexadecimal digits. The same interaction has the same one in every run, and on
     * every server.
     */
    public String id() {
        // None of the parts has control characters.
        byte[] whole = (origin + '\n' + namespace + '\n' + name).getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A participant's name in logs: {@code namespace/name/userId}. It does not tell origins apart. */
    public String label(String userId) {
        return namespace + "/" + name + "/" + userId;
    }
}
