package org.ducksoup.settings.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/** Private keys in the three forms that tools write: PKCS#8 (RFC 5208), PKCS#1 (RFC 8017) and SEC1 (RFC 5915). */
final class PrivateKeys {
    private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};
    /** AlgorithmIdentifier of rsaEncryption, with its NULL. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    /** The object identifier id-ecPublicKey. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private PrivateKeys() {}

    /**
     * The first private key among the blocks.
     *
     * @throws IllegalArgumentException with a part of a sentence ("has no private key ...")
     */
    static PrivateKey first(List<PemBlock> blocks) {
        for (PemBlock block : blocks) {
            if (!block.label().endsWith("PRIVATE KEY")) {
                continue;
            }
            if (block.encrypted()) {
                throw new IllegalArgumentException(
                        "has a private key that is encrypted, but it must be one without a password (openssl pkey -in old.pem"
                                + " -out new.pem)");
            }
            try {
                return key(pkcs8(block, blocks));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("has a private key that is damaged (" + e.getMessage() + ")", e);
            }
        }
        throw new IllegalArgumentException("has no private key in it");
    }

    private static byte[] pkcs8(PemBlock block, List<PemBlock> all) {
        return switch (block.label()) {
            case "PRIVATE KEY" -> block.content();
            case "RSA PRIVATE KEY" ->
                Der.value(Der.SEQUENCE, VERSION_0, RSA, Der.value(Der.OCTET_STRING, block.content()));
            case "EC PRIVATE KEY" ->
                Der.value(
                        Der.SEQUENCE,
                        VERSION_0,
                        Der.value(Der.SEQUENCE, EC, curve(block, all)),
                        Der.value(Der.OCTET_STRING, block.content()));
            default -> throw new IllegalArgumentException("its kind, " + block.label() + ", is unknown");
        };
    }

    /** In the key itself, or in a block of its own as OpenSSL writes it before the key. */
    private static byte[] curve(PemBlock block, List<PemBlock> all) {
        ByteBuffer key = Der.next(ByteBuffer.wrap(block.content()), Der.SEQUENCE);
        Der.next(key, Der.INTEGER);
        Der.next(key, Der.OCTET_STRING);
        if (Der.has(key, Der.CONTEXT_0)) {
            ByteBuffer parameters = Der.next(key, Der.CONTEXT_0);
            return Der.value(Der.OBJECT_IDENTIFIER, Der.bytes(Der.next(parameters, Der.OBJECT_IDENTIFIER)));
        }
        return all.stream()
                .filter(other -> other.label().equals("EC PARAMETERS"))
                .map(PemBlock::content)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it does not say which curve it is on"));
    }

    private static PrivateKey key(byte[] pkcs8) {
        String problem = "";
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                problem = "it is no RSA and no EC key";
            }
        }
        throw new IllegalArgumentException(problem);
    }
}
