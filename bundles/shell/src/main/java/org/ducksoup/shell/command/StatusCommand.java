package org.ducksoup.shell.command;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:status}. */
@Service
@Command(
        scope = "ducksoup",
        name = "status",
        description = "Shows whether participants can join, and how many interactions and participants there are.")
public final class StatusCommand extends StudyCommand {
    @Reference
    private @Nullable SupervisedStudy supervised;

    @Override
    void run(Supervision study) throws OperationException {
        Map<String, Object> values = set(supervised).status().document();
        Object obstacle = values.get("obstacle");
        done(
                values,
                (obstacle == null ? "Participants can join." : "New interactions cannot begin: " + obstacle + ".")
                        + "\nInteractions: " + values.get("running") + " running, " + values.get("waiting")
                        + " waiting. Participants: " + values.get("participants") + ".");
    }
}
