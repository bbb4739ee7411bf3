package org.ducksoup.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ducksoup.api.operation.SettingInEffect;
import org.ducksoup.settings.source.InputFiles;
import org.ducksoup.settings.table.EffectiveTable;
import org.ducksoup.settings.table.Inputs;
import org.ducksoup.settings.table.ListenAddress;
import org.ducksoup.settings.table.Resolution;
import org.ducksoup.settings.table.Resolver;
import org.ducksoup.settings.table.SettingsTable;
import org.ducksoup.settings.tls.TlsFiles;
import org.ducksoup.settings.tls.TlsIdentity;
import org.ducksoup.settings.tls.TlsKeyStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and validates all settings, and applies them only if everything is valid. */
final class SettingsRound {
    private static final Logger log = LoggerFactory.getLogger(SettingsRound.class);

    private final InputFiles files;
    private final Map<String, String> environment;
    private final ConfigurationWriter writer;
    private final PaxWebOverlay paxWeb;
    private final Secrets secrets;
    private final TlsKeyStore keyStore;
    private final Clock clock;
    /** The fingerprint of the last round; null before the first round. */
    private @Nullable Inputs inputs;

    private List<Path> watched = List.of();
    private volatile List<SettingInEffect> inEffect = List.of();
    /** The UDP port of the last round that was applied; 0 before the first. */
    private int mediaPort;

    private boolean onlyBuildsFrontEnd;
    private int round;

    SettingsRound(
            InputFiles files,
            Map<String, String> environment,
            ConfigurationWriter writer,
            PaxWebOverlay paxWeb,
            Secrets secrets,
            TlsKeyStore keyStore,
            Clock clock) {
        this.files = files;
        this.environment = environment;
        this.writer = writer;
        this.paxWeb = paxWeb;
        this.secrets = secrets;
        this.keyStore = keyStore;
        this.clock = clock;
    }

    /**
     * Runs the first round.
     *
     * @param listening whether this server's web server may be listening already
     * @return the problems; if there are any, nothing was applied
     */
    List<String> start(boolean listening) throws IOException {
        Resolution resolution = read();
        Checked checked = check(resolution, !listening, !listening);
        if (checked.problems().isEmpty()) {
            onlyBuildsFrontEnd = resolution.text(SettingsTable.MODE).equals("FRONT_BUILD");
            EffectiveTable.lines(resolution).forEach(log::info);
            if (!onlyBuildsFrontEnd) {
                apply(resolution, checked.identity());
            }
        }
        return checked.problems();
    }

    /** Runs another round after a file has changed. An invalid setting is logged and changes nothing. */
    void again() throws IOException {
        Resolution resolution = read();
        // If this server already uses the port of the new address, only an attempt can show whether the address is
        // free.
        Checked checked = check(resolution, !listensOn(resolution), ListenAddress.mediaPort(resolution) != mediaPort);
        if (checked.problems().isEmpty()) {
            apply(resolution, checked.identity());
            log.info("Changed settings applied");
        } else {
            checked.problems().forEach(problem -> log.error("The settings stay as they were: {}", problem));
        }
    }

    /** Whether this process is not meant to serve anybody. Nothing was applied in that case. */
    boolean onlyBuildsFrontEnd() {
        return onlyBuildsFrontEnd;
    }

    /** Files that settings name. A change of their content counts like a change of a setting. */
    List<Path> watched() {
        return watched;
    }

    /** The settings of the last round that was applied. On any thread. */
    List<SettingInEffect> inEffect() {
        return inEffect;
    }

    private Resolution read() {
        Inputs before = inputs;
        Inputs now = before == null ? files.read(environment) : files.readAgain(before);
        inputs = now;
        Resolution resolution = Resolver.resolve(now);
        resolution.warnings().forEach(log::warn);
        return resolution;
    }

    /** @param identity null without TLS, and if there are problems */
    private record Checked(List<String> problems, @Nullable TlsIdentity identity) {}

    private Checked check(Resolution resolution, boolean webMustBeFree, boolean mediaMustBeFree) {
        if (!resolution.problems().isEmpty()) {
            return new Checked(resolution.problems(), null);
        }
        Optional<TlsFiles> tls = TlsFiles.of(resolution, files.launchDirectory());
        watched = tls.map(TlsFiles::paths).orElse(List.of());
        List<String> problems = new ArrayList<>();
        TlsIdentity identity = null;
        try {
            identity = tls.isPresent() ? tls.get().read() : null;
        } catch (TlsIdentity.Unusable e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        if (webMustBeFree) {
            ListenAddress.webProblem(resolution).ifPresent(problems::add);
        }
        if (mediaMustBeFree) {
            ListenAddress.mediaProblem(resolution).ifPresent(problems::add);
        }
        return new Checked(problems, identity);
    }

    private boolean listensOn(Resolution resolution) {
        return Objects.equals(PidConfigurations.paxWebPort(paxWeb.values()), resolution.text(SettingsTable.PORT));
    }

    private void apply(Resolution resolution, @Nullable TlsIdentity identity) throws IOException {
        if (identity != null) {
            identity.warning(clock.instant()).ifPresent(log::warn);
            keyStore.write(identity);
        }
        Map<String, Object> web = PidConfigurations.paxWeb(resolution, keyStore);
        if (!web.equals(paxWeb.values())) {
            paxWeb.set(web);
            writer.redeliver(PaxWebOverlay.PID);
        }
        inEffect = EffectiveTable.settings(resolution);
        mediaPort = ListenAddress.mediaPort(resolution);
        writer.write(secrets.conceal(resolution, PidConfigurations.of(resolution, files.launchDirectory())));
        round++;
        writer.mark(ProcessHandle.current().pid() + "-" + System.identityHashCode(this) + "-" + round);
    }
}
