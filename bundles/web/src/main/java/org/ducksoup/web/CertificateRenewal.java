package org.ducksoup.web;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.KeyStoreScanner;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the file with key and certificate of each connector that speaks TLS: new connections get the new certificate, and
 * those that are open go on. Pax Web itself would close them all.
 *
 * <p>Pax Web hands every connector to such a service together with its first request, and to nobody before.
 */
@Component(service = HttpConfiguration.Customizer.class)
public final class CertificateRenewal implements HttpConfiguration.Customizer {
    private static final Logger log = LoggerFactory.getLogger(CertificateRenewal.class);
    private static final int SCAN_SECONDS = 1;

    @Override
    public void customize(Connector connector, HttpConfiguration configuration, Request request) {
        ConnectionFactory factory = connector.getConnectionFactory("SSL");
        if (factory instanceof SslConnectionFactory tls && tls.getBean(KeyStoreScanner.class) == null) {
            watch(tls);
        }
    }

    private static synchronized void watch(SslConnectionFactory tls) {
        if (tls.getBean(KeyStoreScanner.class) != null) {
            return;
        }
        KeyStoreScanner scanner = new KeyStoreScanner(tls.getSslContextFactory());
        scanner.setScanInterval(SCAN_SECONDS);
        // It ends with the connector. What it is added to has started long ago, so it has to be started by hand.
        tls.addBean(scanner, true);
        try {
            scanner.start();
        } catch (Exception e) {
            log.error("A renewed certificate will only count after a restart", e);
            return;
        }
        // It has changed before somebody asked for anything, perhaps.
        scanner.reload();
    }
}
