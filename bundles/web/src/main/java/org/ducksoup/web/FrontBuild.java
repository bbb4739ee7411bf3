package org.ducksoup.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.WallClock;
import org.ducksoup.web.page.ServerLog;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;

/**
 * For development from the sources: runs esbuild as a child process, which builds the front end whenever one of its
 * files changes. Its output goes into the log. The component is immediate, because no other component asks for it.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = WebConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@SatisfyingConditionTarget("(osgi.condition.id=org.ducksoup.settings)")
public final class FrontBuild {
    private final ServerLog log;
    private final Clock clock = WallClock.utc();
    private final @Nullable Process process;

    @Activate
    public FrontBuild(WebConfiguration configuration, @Reference ServerLog log) {
        this.log = log;
        String front = configuration.frontDirectory();
        process = configuration.development() && !front.isEmpty() ? start(Path.of(front)) : null;
    }

    private @Nullable Process start(Path front) {
        if (!Files.isDirectory(front.resolve("node_modules"))) {
            say(true, "JS build fatal error: " + front + " has no node_modules; run `node scripts/install.mjs` there");
            return null;
        }
        // The child ends when its standard input closes, also when this process is killed.
        ProcessBuilder builder = new ProcessBuilder("node", "scripts/build.mjs", "--watch", "--until-stdin-ends")
                .directory(front.toFile())
                .redirectErrorStream(true);
        builder.environment().put("NO_COLOR", "1");
        try {
            Process started = builder.start();
            DaemonThreads.start("ducksoup-front-build", () -> read(started));
            return started;
        } catch (IOException e) {
            say(true, "JS build fatal error: " + e.getMessage());
            return null;
        }
    }

    private void read(Process started) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    say(line.contains("[ERROR]") || line.contains("error TS"), line.strip());
                }
            }
        } catch (IOException e) {
            // The child or this component has ended.
        }
    }

    private void say(boolean failed, String text) {
        log.publish(new ServerEvent.FrontBuilt(clock.instant(), failed, text));
    }

    @Deactivate
    void stop() {
        if (process != null) {
            process.destroy();
        }
    }
}
