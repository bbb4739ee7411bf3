package org.ducksoup.signaling;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens with the JDK only: valid ones, and every kind of invalid one. */
public final class Tokens {
    private Tokens() {}

    public static String hmac(String hash, byte[] key, String header, String payload) {
        String signed = base64(header) + "." + base64(payload);
        try {
            Mac mac = Mac.getInstance(hash);
            mac.init(new SecretKeySpec(key, hash));
            return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String hs256(String secret, String payload) {
        return hmac("HmacSHA256", secret.getBytes(StandardCharsets.UTF_8), "{\"alg\":\"HS256\"}", payload);
    }

    public static String edDsa(PrivateKey key, String payload) {
        String signed = base64("{\"alg\":\"EdDSA\"}") + "." + base64(payload);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
