package org.ducksoup.plan.trial;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.ducksoup.api.cluster.ClusterKeys;
import org.ducksoup.parts.HmacSha256;
import org.jspecify.annotations.Nullable;

/**
 * Codes of trials in a cluster: the interaction may begin on another server than the one that an operator has asked, so a code says itself
 * what is tried, sealed with the servers' key. Thread-safe.
 */
public final class SharedCodes {
    private static final String PURPOSE = "trials";
    private static final int SIGNATURE_BYTES = 16;
    private static final int FIELDS = 6;

    /** Codes are names in a join, which have 200 bytes at most. */
    private static final int MAX_CHARS = 200;

    private final Supplier<@Nullable ClusterKeys> keys;

    /** @param keys null on a server that is alone */
    public SharedCodes(Supplier<@Nullable ClusterKeys> keys) {
        this.keys = keys;
    }

    /**
     * What is tried.
     *
     * @param conditionCode stands for the condition, on all servers
     * @param nonce differs from trial to trial
     * @param until the code counts, by the clock on the wall
     */
    public record Told(String plan, String role, String conditionCode, long seed, String nonce, Instant until) {}

    /** Empty on a server that is alone, and for names that are too long for a code: only this server knows such a trial. */
    public Optional<String> code(Told told) {
        ClusterKeys known = keys.get();
        if (known == null) {
            return Optional.empty();
        }
        String text = String.join(
                "\n",
                told.plan(),
                told.role(),
                told.conditionCode(),
                Long.toString(told.seed()),
                told.nonce(),
                Long.toString(told.until().getEpochSecond()));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String code = encoder.encodeToString(bytes) + "." + encoder.encodeToString(signature(known, bytes));
        return code.length() > MAX_CHARS ? Optional.empty() : Optional.of(code);
    }

    /** Empty if no server of this cluster has made this code, or if it is too old. */
    public Optional<Told> open(String code, Instant now) {
        ClusterKeys known = keys.get();
        int dot = code.indexOf('.');
        if (known == null || dot < 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(code.substring(0, dot));
            byte[] given = Base64.getUrlDecoder().decode(code.substring(dot + 1));
            String[] fields = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
            if (!MessageDigest.isEqual(given, signature(known, bytes)) || fields.length != FIELDS) {
                return Optional.empty();
            }
            Told told = new Told(
                    fields[0],
                    fields[1],
                    fields[2],
                    Long.parseLong(fields[3]),
                    fields[4],
                    Instant.ofEpochSecond(Long.parseLong(fields[5])));
            return told.until().isAfter(now) ? Optional.of(told) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] signature(ClusterKeys keys, byte[] text) {
        return Arrays.copyOf(new HmacSha256(keys.key(PURPOSE)).of(text), SIGNATURE_BYTES);
    }
}
