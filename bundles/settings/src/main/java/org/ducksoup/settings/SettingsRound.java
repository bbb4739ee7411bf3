package org.ducksoup.settings;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads, validates everything, and only then applies. */
final class SettingsRound {
    private static final Logger log = LoggerFactory.getLogger(SettingsRound.class);

    private final InputFiles files;
    private final Map<String, String> environment;
    private final ConfigurationWriter writer;
    private final PaxWebOverlay paxWeb;
    private int round;

    SettingsRound(InputFiles files, Map<String, String> environment, ConfigurationWriter writer, PaxWebOverlay paxWeb) {
        this.files = files;
        this.environment = environment;
        this.writer = writer;
        this.paxWeb = paxWeb;
    }

    /**
     * The first round.
     *
     * @param listening whether a web server of ours may listen already
     * @return the problems; nothing was applied when there are any
     */
    Stream<String> start(boolean listening) throws IOException {
        Resolution resolution = Resolver.resolve(files.read(environment));
        resolution.warnings().forEach(log::warn);
        Optional<String> taken =
                listening || !resolution.problems().isEmpty() ? Optional.empty() : ListenAddress.problem(resolution);
        if (!resolution.problems().isEmpty() || taken.isPresent()) {
            return Stream.concat(resolution.problems().stream(), taken.stream());
        }
        EffectiveTable.lines(resolution).forEach(log::info);
        apply(resolution);
        return Stream.empty();
    }

    /** A round after a file has changed: what is wrong is logged and changes nothing. */
    void again() throws IOException {
        Resolution resolution = Resolver.resolve(files.read(environment));
        resolution.warnings().forEach(log::warn);
        if (resolution.problems().isEmpty()) {
            apply(resolution);
            log.info("Changed settings applied");
        } else {
            resolution.problems().forEach(problem -> log.error("The settings stay as they were: {}", problem));
        }
    }

    private void apply(Resolution resolution) throws IOException {
        Map<String, Object> web = PidConfigurations.paxWeb(resolution);
        if (!web.equals(paxWeb.values())) {
            paxWeb.set(web);
            writer.redeliver(PaxWebOverlay.PID);
        }
        writer.write(PidConfigurations.of(resolution, files.launchDirectory()));
        round++;
        writer.mark(ProcessHandle.current().pid() + "-" + System.identityHashCode(this) + "-" + round);
    }
}
