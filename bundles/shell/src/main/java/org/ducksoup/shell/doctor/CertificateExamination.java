package org.ducksoup.shell.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The TLS certificate and its expiry. */
final class CertificateExamination implements Examination {
    private static final Duration SOON = Duration.ofDays(21);

    private final SettingTexts settings;
    private final InstantSource clock;

    CertificateExamination(SettingTexts settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String area() {
        return "certificate";
    }

    @Override
    public List<Diagnosis> examine() throws IOException, GeneralSecurityException {
        if (settings.text("web", "certificate").isEmpty()) {
            return List.of(
                    settings.text("web", "mode").equals("DEV")
                            ? Diagnosis.ok(area(), "None is set: browsers use this server from their own machine only.")
                            : Diagnosis.warning(
                                    area(),
                                    "None is set: browsers give no camera to pages without TLS.",
                                    "Set DUCKSOUP_CERT and DUCKSOUP_KEY, unless a reverse proxy has the certificate."));
        }
        Path file = settings.path("web", "certificate");
        try (InputStream in = Files.newInputStream(file)) {
            Certificate first = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .iterator()
                    .next();
            return List.of(expiry(file, (X509Certificate) first));
        }
    }

    private Diagnosis expiry(Path file, X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        Instant now = clock.instant();
        String what =
                file + " is for " + certificate.getSubjectX500Principal().getName() + " and valid until " + end + ".";
        String remedy = "Renew it; the server reads the file again within a second.";
        if (end.isBefore(now) || certificate.getNotBefore().toInstant().isAfter(now)) {
            return Diagnosis.error(area(), what, remedy);
        }
        return end.isBefore(now.plus(SOON)) ? Diagnosis.warning(area(), what, remedy) : Diagnosis.ok(area(), what);
    }
}
