package org.ducksoup.shell.command;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.StatusDocument;
import org.ducksoup.shell.study.StatusText;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:info}. */
@Service
@Command(
        scope = "ducksoup",
        name = "info",
        description = "Shows one interaction with its participants and their effects.")
@SuppressWarnings("SystemOut") // the command's console
public final class InfoCommand extends StudyCommand {
    @Argument(
            name = "interaction",
            required = true,
            description = "Name of the interaction, with namespace/ before it if there are several")
    @Completion(InteractionCompleter.class)
    private @Nullable String interaction;

    @Override
    void run(Supervision study) throws OperationException {
        InteractionStatus found = find(study, interaction);
        if (isJson()) {
            printJson(StatusDocument.of(found));
        } else {
            StatusText.details(found, System.out);
        }
    }
}
