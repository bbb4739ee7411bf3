package org.ducksoup.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where key and certificate are, if TLS is wanted. */
record TlsFiles(Path certificate, Path key) {

    /** Empty without TLS; the resolver has made sure that there are both or none. */
    static Optional<TlsFiles> of(Resolution resolution, Path launchDirectory) {
        return resolution.isSecure()
                ? Optional.of(new TlsFiles(
                        launchDirectory.resolve(resolution.text(SettingsTable.TLS_CERTIFICATE)),
                        launchDirectory.resolve(resolution.text(SettingsTable.TLS_KEY))))
                : Optional.empty();
    }

    TlsIdentity read() throws TlsIdentity.Unusable {
        return TlsIdentity.read(certificate, key);
    }

    List<Path> paths() {
        return List.of(certificate, key);
    }
}
