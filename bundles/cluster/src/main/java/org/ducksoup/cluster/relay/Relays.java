package org.ducksoup.cluster.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.ducksoup.api.cluster.ServerRelay;
import org.ducksoup.cluster.placement.ServerReport;
import org.ducksoup.parts.DaemonThreads;

/** Makes ways to other servers. Thread-safe. */
public final class Relays implements AutoCloseable {
    private static final int THREADS = 2;

    private final ExecutorService threads =
            Executors.newFixedThreadPool(THREADS, DaemonThreads.numbered("ducksoup-cluster-relay"));
    private final OpenRelays open = new OpenRelays();
    private final HttpClient http;
    private final RelayHeader header;

    /**
     * @param authority PEM file of the authority that has signed the other servers' certificates; empty for those that Java knows
     * @throws IllegalArgumentException if the file cannot be used
     */
    public Relays(RelayHeader header, String authority) {
        this.header = header;
        HttpClient.Builder builder = HttpClient.newBuilder().executor(threads).version(HttpClient.Version.HTTP_1_1);
        if (!authority.isEmpty()) {
            builder.sslContext(trusting(Path.of(authority)));
        }
        http = builder.build();
    }

    private static SSLContext trusting(Path authority) {
        try (InputStream file = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("authority-" + number++, certificate);
            }
            if (number == 0) {
                throw new IllegalArgumentException("DUCKSOUP_CLUSTER_CA has no certificate: " + authority);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "DUCKSOUP_CLUSTER_CA cannot be used: " + authority + ": " + e.getMessage(), e);
        }
    }

    public ServerRelay to(ServerReport server) {
        return RelayConnection.to(http, server.server(), server.url(), header, open);
    }

    /** The clients that are passed on now. */
    public OpenRelays open() {
        return open;
    }

    /** For other requests to these servers. */
    public HttpClient http() {
        return http;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
