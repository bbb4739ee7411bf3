package org.ducksoup.shell.command;

import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.Printed;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:stop}. */
@Service
@Command(
        scope = "ducksoup",
        name = "stop",
        description = "Ends an interaction in order: its files are completed, its participants are told.")
@SuppressWarnings("SystemOut") // the command's console
public final class StopCommand extends StudyCommand {
    @Argument(
            name = "interaction",
            required = true,
            description = "Name of the interaction, with namespace/ before it if there are several")
    @Completion(InteractionCompleter.class)
    private @Nullable String interaction;

    @Override
    void run(Supervision study) throws OperationException {
        InteractionStatus found = find(study, interaction);
        study.end(found.key());
        done(
                "Interaction " + Printed.text(found.key().name()) + " ends.",
                Map.of("ended", found.key().name()));
    }
}
