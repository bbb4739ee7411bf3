package org.ducksoup.settings.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openssl.PEMException;
import org.ducksoup.settings.table.Setting;
import org.ducksoup.settings.table.SettingsTable;

/**
 * The certificate chain and private key of this server, checked: the key belongs to the first certificate, and each
 * certificate is followed by that of its issuer.
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
    public TlsIdentity {
        chain = List.copyOf(chain);
    }

    /** A certificate or key file that cannot be used; the message is a whole sentence. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        private Unusable(Setting setting, Path file, String what) {
            super("%s is %s, which %s.".formatted(setting.name(), file, what));
        }
    }

    static TlsIdentity read(Path certificateFile, Path keyFile) throws Unusable {
        List<X509Certificate> chain = chain(certificateFile);
        PrivateKey key;
        try {
            key = pem(SettingsTable.TLS_KEY, keyFile).privateKey();
        } catch (IllegalArgumentException e) {
            throw new Unusable(SettingsTable.TLS_KEY, keyFile, String.valueOf(e.getMessage()));
        }
        if (!belongTogether(chain.get(0).getPublicKey(), key)) {
            throw new Unusable(
                    SettingsTable.TLS_KEY,
                    keyFile,
                    "is not the private key of the first certificate in " + certificateFile
                            + ", but the two must belong together");
        }
        return new TlsIdentity(chain, key);
    }

    private static List<X509Certificate> chain(Path file) throws Unusable {
        List<X509Certificate> chain;
        try {
            chain = pem(SettingsTable.TLS_CERTIFICATE, file).chain();
        } catch (GeneralSecurityException | IOException e) {
            throw new Unusable(SettingsTable.TLS_CERTIFICATE, file, "has a certificate that is damaged");
        }
        if (chain.isEmpty()) {
            throw new Unusable(
                    SettingsTable.TLS_CERTIFICATE,
                    file,
                    "has no certificate in it, but it must be a PEM file (-----BEGIN CERTIFICATE-----)");
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                throw new Unusable(
                        SettingsTable.TLS_CERTIFICATE,
                        file,
                        "has certificates out of order: number " + (i + 1) + " is not that of the issuer of number " + i
                                + ", but the server's own must come first and each be followed by its issuer's");
            }
        }
        return chain;
    }

    private static PemFile pem(Setting setting, Path file) throws Unusable {
        try {
            return PemFile.read(file);
        } catch (PEMException e) {
            throw new Unusable(setting, file, "is damaged, but it must be a PEM file in Base64");
        } catch (IOException e) {
            throw new Unusable(
                    setting, file, "cannot be read (" + e.getClass().getSimpleName() + "), but it must be a PEM file");
        }
    }

    private static boolean belongTogether(PublicKey publicKey, PrivateKey key) {
        if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            byte[] text = {1, 2, 3};
            Signature signature = Signature.getInstance("SHA256with" + (isEc(key) ? "ECDSA" : "RSA"));
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isEc(PrivateKey key) {
        return key.getAlgorithm().equals("EC");
    }

    /**
     * A sentence if browsers will refuse the certificate now. It does not stop the start, because the certificate can
     * be replaced while the server runs.
     */
    public Optional<String> warning(Instant now) {
        X509Certificate certificate = chain.get(0);
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.of("The certificate of " + SettingsTable.TLS_CERTIFICATE.name() + " expired on "
                    + certificate.getNotAfter().toInstant() + "; browsers will refuse it until it is replaced.");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Optional.of("The certificate of " + SettingsTable.TLS_CERTIFICATE.name() + " is valid from "
                    + certificate.getNotBefore().toInstant() + " on; browsers will refuse it until then.");
        }
        return Optional.empty();
    }

    KeyStore keyStore(char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("ducksoup", key, password, chain.toArray(Certificate[]::new));
        return store;
    }
}
