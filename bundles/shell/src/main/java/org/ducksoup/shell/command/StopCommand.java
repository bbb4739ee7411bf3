package org.ducksoup.shell.command;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.Printed;
import org.ducksoup.shell.study.StudyActs;

/** {@code ducksoup:stop}. */
@Service
@Command(
        scope = "ducksoup",
        name = "stop",
        description = "Ends an interaction in order: its files are completed, its participants are told.")
public final class StopCommand extends InteractionCommand {
    @Override
    void run(Supervision study, InteractionStatus found) throws OperationException {
        done(
                StudyActs.end(study, found),
                "Interaction " + Printed.text(found.key().name()) + " ends.");
    }
}
