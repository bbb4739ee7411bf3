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
 * Watches the key store of each connector that speaks TLS: new connections get the new certificate, and open
 * connections stay open. Pax Web itself would close them all.
 *
 * <p>Pax Web calls such a customizer for every connector with the connector's first request, and never before.
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
        // The scanner stops with the connector. The connector has started long before the scanner is added, so the
        // scanner is started here.
        tls.addBean(scanner, true);
        try {
            scanner.start();
        } catch (Exception e) {
            log.error("A renewed certificate will only count after a restart", e);
            return;
        }
        // The certificate may have changed before the first request.
        scanner.reload();
    }
}
