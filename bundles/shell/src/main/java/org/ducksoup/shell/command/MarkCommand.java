package org.ducksoup.shell.command;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.interaction.ParticipantSession.Mark;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.Printed;
import org.ducksoup.shell.study.StudyActs;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:mark}. */
@Service
@Command(
        scope = "ducksoup",
        name = "mark",
        description =
                "Marks a moment of an interaction, for its log and for steps of a plan that wait for this marker.")
public final class MarkCommand extends InteractionCommand {
    @Argument(index = 1, name = "name", required = true, description = "Of the marker, at most 100 characters")
    private @Nullable String name;

    @Argument(index = 2, name = "data", description = "What belongs to it, at most 1000 characters")
    private @Nullable String data;

    @Override
    void run(Supervision study, InteractionStatus found) throws OperationException {
        done(
                StudyActs.mark(study, found, new Mark(String.valueOf(name), data)),
                "Marked in " + Printed.text(found.key().name() + ": " + name + "."));
    }
}
