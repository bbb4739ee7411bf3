package org.ducksoup.settings.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uses files written by OpenSSL, in the forms that certificate authorities and mkcert use. */
class TlsIdentityTest {
    private static final Path FILES = Path.of("src/test/resources/tls");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "rsa-chain.pem, rsa-pkcs8.pem, RSA, 2",
        "rsa-chain.pem, rsa-pkcs1.pem, RSA, 2",
        "ec-cert.pem, ec-pkcs8.pem, EC, 1",
        "ec-cert.pem, ec-sec1.pem, EC, 1",
        "ec-cert.pem, ec-sec1-parameters.pem, EC, 1",
    })
    void everyFormOfKeyBecomesAKeyStore(String certificate, String key, String algorithm, int length) throws Exception {
        TlsKeyStore written = new TlsKeyStore(directory.resolve("tls"));
        written.write(TlsIdentity.read(FILES.resolve(certificate), FILES.resolve(key)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(written.file())) {
            store.load(in, written.password().toCharArray());
        }
        String alias = store.aliases().nextElement();
        assertThat(store.getCertificateChain(alias)).hasSize(length);
        assertThat(store.getKey(alias, written.password().toCharArray()).getAlgorithm())
                .isEqualTo(algorithm);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written.file())))
                .isEqualTo("rw-------");
        try (var left = Files.list(directory.resolve("tls"))) {
            assertThat(left).containsExactly(written.file());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-chain.pem, ec-sec1.pem, DUCKSOUP_KEY, is not the private key of the first certificate",
        "ec-cert.pem, rsa-pkcs1.pem, DUCKSOUP_KEY, is not the private key of the first certificate",
        "rsa-chain.pem, encrypted-pkcs8.pem, DUCKSOUP_KEY, encrypted",
        "rsa-chain.pem, encrypted-pkcs1.pem, DUCKSOUP_KEY, encrypted",
        "rsa-chain.pem, ed25519.pem, DUCKSOUP_KEY, no RSA and no EC key",
        "rsa-chain.pem, rsa-chain.pem, DUCKSOUP_KEY, has no private key",
        "rsa-pkcs8.pem, rsa-pkcs8.pem, DUCKSOUP_CERT, has no certificate",
        "chain-out-of-order.pem, rsa-pkcs8.pem, DUCKSOUP_CERT, out of order",
        "absent.pem, rsa-pkcs8.pem, DUCKSOUP_CERT, cannot be read",
        "rsa-chain.pem, absent.pem, DUCKSOUP_KEY, cannot be read",
    })
    void whatCannotBeUsedIsOneSentence(String certificate, String key, String name, String what) {
        assertThatThrownBy(() -> TlsIdentity.read(FILES.resolve(certificate), FILES.resolve(key)))
                .isInstanceOf(TlsIdentity.Unusable.class)
                .message()
                .startsWith(name + " is ")
                .contains(what)
                .endsWith(".")
                .doesNotContain("\n");
    }

    /** Every prefix of a valid key, as a full disk leaves it, and keys with a changed byte. */
    @Test
    void damagedKeysAreRefusedWithASentenceToo() throws IOException {
        for (String good : new String[] {"rsa-pkcs1.pem", "ec-sec1.pem", "ec-pkcs8.pem"}) {
            byte[] text = Files.readAllBytes(FILES.resolve(good));
            Path certificate = FILES.resolve(good.startsWith("rsa") ? "rsa-chain.pem" : "ec-cert.pem");
            for (int i = 40; i < text.length - 40; i += 7) {
                byte[] damaged = text.clone();
                damaged[i] = (byte) (damaged[i] == 'A' ? 'z' : 'A');
                Path file = Files.write(directory.resolve("damaged.pem"), damaged);
                try {
                    TlsIdentity.read(certificate, file);
                } catch (TlsIdentity.Unusable e) {
                    assertThat(e).message().startsWith("DUCKSOUP_KEY is ").endsWith(".");
                }
            }
            Path cut = Files.write(directory.resolve("cut.pem"), java.util.Arrays.copyOf(text, text.length - 60));
            assertThatThrownBy(() -> TlsIdentity.read(certificate, cut)).isInstanceOf(TlsIdentity.Unusable.class);
        }
    }

    @Test
    void anExpiredCertificateIsAWarning() throws Exception {
        TlsIdentity identity = TlsIdentity.read(FILES.resolve("ec-cert.pem"), FILES.resolve("ec-sec1.pem"));
        Instant end = identity.chain().get(0).getNotAfter().toInstant();
        Instant begin = identity.chain().get(0).getNotBefore().toInstant();
        assertThat(identity.warning(end.minus(Duration.ofDays(1)))).isEmpty();
        assertThat(identity.warning(end.plusSeconds(1)))
                .hasValueSatisfying(text -> assertThat(text).contains("expired"));
        assertThat(identity.warning(begin.minusSeconds(1)))
                .hasValueSatisfying(text -> assertThat(text).contains("valid from"));
    }
}
