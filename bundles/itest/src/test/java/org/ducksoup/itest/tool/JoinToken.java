package org.ducksoup.itest.tool;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The token that the experiment's server gives to one participant. */
public final class JoinToken {
    private JoinToken() {}

    /** Valid for a minute. */
    public static String of(String secret, String interaction, String user, int size, String audioFx)
            throws GeneralSecurityException {
        return of(
                secret,
                "\"interactionName\":\"" + interaction + "\",\"userId\":\"" + user + "\",\"size\":" + size
                        + ",\"audioFx\":\"" + audioFx + "\"");
    }

    /**
     * Valid for a minute.
     *
     * @param claims members of a JSON object
     */
    public static String of(String secret, String claims) throws GeneralSecurityException {
        long expiry = System.currentTimeMillis() / 1000 + 60;
        String signed = base64("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(("{" + claims + ",\"exp\":" + expiry + "}").getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
