package org.ducksoup.itest.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A self-signed certificate for this machine's loopback, made by keytool. */
public record Identity(X509Certificate certificate, PrivateKey key) {
    private static final char[] PASSWORD = "test-only".toCharArray();

    public static Identity make(Path directory, String name) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "ducksoup",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=DNS:localhost,IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
        return new Identity(
                (X509Certificate) store.getCertificate("ducksoup"), (PrivateKey) store.getKey("ducksoup", PASSWORD));
    }

    public void writeCertificate(Path file) throws Exception {
        pem(file, "CERTIFICATE", certificate.getEncoded());
    }

    public void writeKey(Path file) throws IOException {
        pem(file, "PRIVATE KEY", key.getEncoded());
    }

    /** The hash by which Chromium identifies a key. */
    public String publicKeyHash() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(certificate.getPublicKey().getEncoded());
        return Base64.getEncoder().encodeToString(hash);
    }

    private static void pem(Path file, String label, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }
}
