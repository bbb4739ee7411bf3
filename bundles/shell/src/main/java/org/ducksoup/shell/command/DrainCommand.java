package org.ducksoup.shell.command;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.Supervision;

/** {@code ducksoup:drain}. */
@Service
@Command(
        scope = "ducksoup",
        name = "drain",
        description = "Begins no new interactions, before the server is stopped. Those that run go on.")
public final class DrainCommand extends StudyCommand {
    @Option(name = "--off", description = "Begins new interactions again")
    private boolean off;

    @Override
    void run(Supervision study) {
        study.setDraining(!off);
        int running = study.interactions().size();
        done(
                off
                        ? "New interactions begin again."
                        : "No new interaction begins. " + running + " go on; ducksoup:interactions lists them.",
                Map.of("draining", !off, "interactions", running));
    }
}
