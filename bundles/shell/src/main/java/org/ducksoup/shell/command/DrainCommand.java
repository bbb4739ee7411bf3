package org.ducksoup.shell.command;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.StudyActs;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:drain}. */
@Service
@Command(
        scope = "ducksoup",
        name = "drain",
        description = "Begins no new interactions, before the server is stopped. Those that run go on.")
public final class DrainCommand extends StudyCommand {
    @Reference
    private @Nullable SupervisedStudy supervised;

    @Option(name = "--off", description = "Begins new interactions again")
    private boolean off;

    @Override
    void run(Supervision study) throws OperationException {
        Map<String, Object> result = StudyActs.drain(set(supervised), !off);
        int there = study.interactions().size();
        done(
                result,
                off
                        ? "New interactions begin again."
                        : "No new interaction begins. " + there + " go on; ducksoup:interactions lists them.");
    }
}
