package org.ducksoup.settings;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    List<String> start(boolean listening) throws IOException {
        Resolution resolution = read();
        List<String> problems = problems(resolution, !listening);
        if (problems.isEmpty()) {
            EffectiveTable.lines(resolution).forEach(log::info);
            apply(resolution);
        }
        return problems;
    }

    /** A round after a file has changed: what is wrong is logged and changes nothing. */
    void again() throws IOException {
        Resolution resolution = read();
        // Where another address is wanted on the port that is ours already, only trying can tell.
        List<String> problems = problems(resolution, !listensOn(resolution));
        if (problems.isEmpty()) {
            apply(resolution);
            log.info("Changed settings applied");
        } else {
            problems.forEach(problem -> log.error("The settings stay as they were: {}", problem));
        }
    }

    private Resolution read() {
        Resolution resolution = Resolver.resolve(files.read(environment));
        resolution.warnings().forEach(log::warn);
        return resolution;
    }

    private static List<String> problems(Resolution resolution, boolean mustBeFree) {
        if (!resolution.problems().isEmpty() || !mustBeFree) {
            return resolution.problems();
        }
        return ListenAddress.problem(resolution).stream().toList();
    }

    private boolean listensOn(Resolution resolution) {
        String port = "org.osgi.service.http.port";
        return Objects.equals(
                paxWeb.values().get(port), PidConfigurations.paxWeb(resolution).get(port));
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
