package org.ducksoup.shell.command;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.completion.InteractionCompleter;
import org.ducksoup.shell.study.InteractionNames;
import org.jspecify.annotations.Nullable;

/** A command about one interaction, which is its first argument. */
abstract class InteractionCommand extends StudyCommand {
    @Argument(
            name = "interaction",
            required = true,
            description = "Name of the interaction, with namespace/ before it if there are several")
    @Completion(InteractionCompleter.class)
    private @Nullable String interaction;

    @Override
    final void run(Supervision study) throws OperationException {
        run(study, InteractionNames.find(study.interactions(), String.valueOf(interaction)));
    }

    /** Does the command's work. */
    abstract void run(Supervision study, InteractionStatus found) throws OperationException;
}
