package org.ducksoup.settings.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ducksoup.settings.table.Resolution;
import org.ducksoup.settings.table.SettingsTable;

/** The paths of certificate and key. */
public record TlsFiles(Path certificate, Path key) {

    /** Returns empty without TLS. The resolver has made sure that both or neither are set. */
    public static Optional<TlsFiles> of(Resolution resolution, Path launchDirectory) {
        return resolution.isSecure()
                ? Optional.of(new TlsFiles(
                        launchDirectory.resolve(resolution.text(SettingsTable.TLS_CERTIFICATE)),
                        launchDirectory.resolve(resolution.text(SettingsTable.TLS_KEY))))
                : Optional.empty();
    }

    public TlsIdentity read() throws TlsIdentity.Unusable {
        return TlsIdentity.read(certificate, key);
    }

    public List<Path> paths() {
        return List.of(certificate, key);
    }
}
