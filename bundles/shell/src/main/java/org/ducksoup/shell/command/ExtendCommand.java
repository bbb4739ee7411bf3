package org.ducksoup.shell.command;

import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.Printed;
import org.ducksoup.shell.study.StudyActs;

/** {@code ducksoup:extend}. */
@Service
@Command(
        scope = "ducksoup",
        name = "extend",
        description = "Moves the end of an interaction. Its participants are told of the new remaining time.")
public final class ExtendCommand extends InteractionCommand {
    @Argument(index = 1, name = "seconds", required = true, description = "How much later it ends")
    private int seconds;

    @Override
    void run(Supervision study, InteractionStatus found) throws OperationException {
        Map<String, Object> result = StudyActs.extend(study, found, seconds);
        done(
                result,
                "Interaction " + Printed.text(found.key().name()) + " ends in "
                        + Printed.seconds(result.get("remaining")) + ".");
    }
}
