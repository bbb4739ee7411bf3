package org.ducksoup.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature by which a receiver knows the server, as the Standard Webhooks specification has it: HMAC-SHA256 of {@code
 * id.timestamp.body}, in base64 behind {@code v1,}. The timestamp is signed, so that a receiver can refuse a message
 * that somebody has kept and sends again.
 */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param secret that the receivers know; its characters in UTF-8 are the key */
    Signature(String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** @param timestamp of the attempt, in seconds since 1970 */
    String of(Delivery delivery, long timestamp) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((delivery.id() + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(delivery.bytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
