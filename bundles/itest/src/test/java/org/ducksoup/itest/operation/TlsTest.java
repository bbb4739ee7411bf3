package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.ducksoup.itest.tool.Identity;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.server.ServerProcess;
import org.ducksoup.testkit.server.ServerStarter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS on the one port, no plain HTTP, and a certificate that is renewed while a client is connected. */
@Tag("waits")
class TlsTest {
    @TempDir
    Path directory;

    @Test
    void httpsOnlyAndARenewalThatNobodyNotices() throws Exception {
        Identity first = identity("first");
        Identity second = identity("second");
        install(first);
        try (ServerProcess server = starter().start()) {
            assertThat(server.output()).contains("https://localhost:" + server.port() + "/");
            URI script = URI.create("https://localhost:" + server.port() + "/assets/scripts/lib/ducksoup.js");
            assertThat(get(first, script)).isEqualTo(200);
            assertThatThrownBy(() -> get(first, URI.create("http://localhost:" + server.port() + "/assets/")))
                    .as("in plain")
                    .isInstanceOf(IOException.class);
            assertThat(served(server.port(), first)).isEqualTo(first.certificate());

            AtomicInteger closed = new AtomicInteger();
            WebSocket socket = HttpClient.newBuilder()
                    .sslContext(trusting(first))
                    .build()
                    .newWebSocketBuilder()
                    .header("Origin", "https://localhost:" + server.port())
                    .buildAsync(URI.create("wss://localhost:" + server.port() + "/ws"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
                            closed.set(status);
                            return null;
                        }
                    })
                    .get(10, TimeUnit.SECONDS);

            install(second);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> served(server.port(), first, second).equals(second.certificate()));
            assertThat(get(second, script)).isEqualTo(200);
            assertThat(closed).as("the open socket").hasValue(0);
            assertThat(socket.isInputClosed()).isFalse();
            socket.abort();

            // Only half of the renewal is there, so the old certificate stays in use.
            Files.writeString(directory.resolve("key.pem"), "nonsense");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.log().contains("The settings stay as they were: DUCKSOUP_KEY is "));
            assertThat(get(second, script)).isEqualTo(200);
        }
    }

    @Test
    void wrongFilesAreOneSentenceAtTheStart() throws Exception {
        install(identity("one"));
        identity("other").writeKey(directory.resolve("key.pem"));
        try (ServerProcess server = starter().launch()) {
            assertThatThrownBy(() -> server.awaitReady(Duration.ofSeconds(60))).isInstanceOf(AssertionError.class);
            assertThat(server.output())
                    .contains("DuckSoup cannot start:", "DUCKSOUP_KEY is " + directory.resolve("key.pem"))
                    .contains("is not the private key of the first certificate in")
                    .doesNotContain("Exception");
        }
    }

    private ServerStarter starter() {
        return ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_CERT", directory.resolve("cert.pem").toString())
                .with("DUCKSOUP_KEY", directory.resolve("key.pem").toString());
    }

    private Identity identity(String name) throws Exception {
        return Identity.make(directory, name);
    }

    private void install(Identity identity) throws Exception {
        identity.writeCertificate(directory.resolve("cert.pem"));
        identity.writeKey(directory.resolve("key.pem"));
    }

    private static SSLContext trusting(Identity... trusted) throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        for (Identity identity : trusted) {
            certificates.setCertificateEntry(
                    identity.certificate().getSubjectX500Principal().getName(), identity.certificate());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static int get(Identity trusted, URI address) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(trusting(trusted))
                .build()
                .send(
                        HttpRequest.newBuilder(address)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static X509Certificate served(int port, Identity... trusted) throws Exception {
        try (Socket plain = new Socket("localhost", port);
                SSLSocket socket =
                        (SSLSocket) trusting(trusted).getSocketFactory().createSocket(plain, "localhost", port, true)) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
