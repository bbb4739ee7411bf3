package org.ducksoup.signaling.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.ducksoup.signaling.json.ClientMessageException;
import org.ducksoup.signaling.json.WireText;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * The keys that verify join tokens, one for each algorithm. A token that names another algorithm is refused before any
 * key is used, and no key is used with an algorithm it is not for.
 */
public final class JoinTokenKeys {
    /** RFC 7518 section 3.2: the key is at least as long as the hash. */
    private static final int MIN_SECRET_BYTES = 32;

    private final Map<String, Key> keys;

    /** @param keys by algorithm */
    JoinTokenKeys(Map<String, Key> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * @param secret of HS256; empty for none
     * @param publicKey of EdDSA, X.509 in base64; empty for none
     * @throws IllegalArgumentException naming the key and what is allowed; never the secret
     */
    public static JoinTokenKeys of(String secret, String publicKey) {
        Map<String, Key> keys = new TreeMap<>();
        if (!secret.isEmpty()) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            if (bytes.length < MIN_SECRET_BYTES) {
                throw new IllegalArgumentException(
                        "org.ducksoup.signaling joinTokenSecret is too short; allowed: at least 32 characters");
            }
            keys.put(AlgorithmIdentifiers.HMAC_SHA256, new HmacKey(bytes));
        }
        if (!publicKey.isEmpty()) {
            keys.put(AlgorithmIdentifiers.EDDSA, ed25519(publicKey));
        }
        return new JoinTokenKeys(keys);
    }

    /** RFC 8410: SubjectPublicKeyInfo, as {@code openssl pkey -pubout} writes it. */
    private static Key ed25519(String base64) {
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            return (EdECPublicKey) factory.generatePublic(
                    new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "org.ducksoup.signaling joinTokenPublicKey is " + base64
                            + "; allowed: an Ed25519 public key, the line between BEGIN and END of its PEM file",
                    e);
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Verifies a token in compact serialisation and returns its payload. */
    String verified(String token) throws ClientMessageException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, keys.keySet().toArray(String[]::new)));
        String algorithm;
        try {
            signature.setCompactSerialization(token);
            algorithm = signature.getAlgorithmHeaderValue();
        } catch (JoseException | RuntimeException e) {
            // The library casts header values without checking them, a list of algorithms for instance.
            throw JoinTokens.bad(
                    "it is not a signed JSON Web Token: three parts in base64url with dots between (RFC 7519)");
        }
        Key key = algorithm == null ? null : keys.get(algorithm);
        if (key == null) {
            throw JoinTokens.bad("its algorithm (alg) is " + (algorithm == null ? "missing" : WireText.shown(algorithm))
                    + "; allowed on this server: " + String.join(", ", new TreeMap<>(keys).keySet()));
        }
        signature.setKey(key);
        try {
            if (signature.verifySignature()) {
                return signature.getPayload();
            }
        } catch (JoseException | RuntimeException e) {
            throw JoinTokens.bad("it could not be checked: " + WireText.shown(String.valueOf(e.getMessage())));
        }
        throw JoinTokens.bad("its signature is wrong; it must be signed with " + keyNeeded(algorithm));
    }

    private static String keyNeeded(String algorithm) {
        return algorithm.equals(AlgorithmIdentifiers.EDDSA)
                ? "the private key of this server's DUCKSOUP_JOIN_TOKEN_PUBLIC_KEY"
                : "this server's DUCKSOUP_JOIN_TOKEN_SECRET";
    }
}
