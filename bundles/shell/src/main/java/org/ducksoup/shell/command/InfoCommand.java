package org.ducksoup.shell.command;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.StatusDocument;
import org.ducksoup.shell.study.StatusText;

/** {@code ducksoup:info}. */
@Service
@Command(
        scope = "ducksoup",
        name = "info",
        description = "Shows one interaction with its participants and their effects.")
@SuppressWarnings("SystemOut") // the command's console
public final class InfoCommand extends InteractionCommand {
    @Option(
            name = "--reveal",
            description =
                    "Shows the effects and values of an interaction with a plan, too. The log of the run tells of it.")
    private boolean reveal;

    @Override
    void run(Supervision study, InteractionStatus found) throws OperationException {
        InteractionStatus shown = reveal ? study.reveal(found.key()) : found;
        if (isJson()) {
            printJson(StatusDocument.of(shown));
        } else {
            StatusText.details(shown, System.out);
        }
    }
}
