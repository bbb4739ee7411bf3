package org.ducksoup.webhooks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.ducksoup.parts.HmacSha256;

/**
 * The signature by which a receiver knows the server, as the Standard Webhooks specification has it: HMAC-SHA256 of {@code
 * id.timestamp.body}, in base64 behind {@code v1,}. The timestamp is signed, so that a receiver can refuse a message
 * that somebody has kept and sends again.
 */
final class Signature {
    private final HmacSha256 key;

    /** @param secret that the receivers know; its characters in UTF-8 are the key */
    Signature(String secret) {
        key = new HmacSha256(secret);
    }

    /** @param timestamp of the attempt, in seconds since 1970 */
    String of(Delivery delivery, long timestamp) {
        byte[] head = (delivery.id() + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(key.of(head, delivery.bytes()));
    }
}
