package org.ducksoup.settings.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * The certificates and private keys of a PEM file (RFC 7468), in file order. A key may be written as PKCS#8 (RFC 5208), PKCS#1
 * (RFC 8017) or SEC1 (RFC 5915).
 */
record PemFile(List<X509CertificateHolder> certificates, List<Object> keys) {
    PemFile {
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
    }

    /**
     * @throws PEMException if a block is damaged
     * @throws IOException if the file cannot be read
     */
    static PemFile read(Path file) throws IOException {
        // Text around the blocks may be in any character set.
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        List<X509CertificateHolder> certificates = new ArrayList<>();
        List<Object> keys = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                if (block instanceof X509CertificateHolder certificate) {
                    certificates.add(certificate);
                } else if (isKey(block)) {
                    keys.add(block);
                }
            }
        } catch (RuntimeException e) {
            // The parser lets exceptions of its Base64 and ASN.1 decoders through.
            throw new PEMException(String.valueOf(e.getMessage()), e);
        } catch (PEMException e) {
            throw e;
        } catch (IOException e) {
            throw new PEMException(String.valueOf(e.getMessage()), e);
        }
        return new PemFile(certificates, keys);
    }

    private static boolean isKey(Object block) {
        return block instanceof PrivateKeyInfo || block instanceof PEMKeyPair || isEncrypted(block);
    }

    private static boolean isEncrypted(Object block) {
        return block instanceof PEMEncryptedKeyPair || block instanceof PKCS8EncryptedPrivateKeyInfo;
    }

    List<X509Certificate> chain() throws GeneralSecurityException, IOException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> chain = new ArrayList<>();
        for (X509CertificateHolder certificate : certificates) {
            chain.add(
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
        }
        return chain;
    }

    /**
     * The first private key of the file.
     *
     * @throws IllegalArgumentException whose message is a part of a sentence ("has no private key ...")
     */
    PrivateKey privateKey() {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("has no private key in it");
        }
        Object first = keys.get(0);
        if (isEncrypted(first)) {
            throw new IllegalArgumentException(
                    "has a private key that is encrypted, but it must be one without a password (openssl pkey -in old.pem"
                            + " -out new.pem)");
        }
        PrivateKeyInfo info = first instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) first;
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
            } catch (GeneralSecurityException | IOException e) {
                // The key may be of the other algorithm.
            }
        }
        throw new IllegalArgumentException("has a private key that is damaged (it is no RSA and no EC key)");
    }
}
