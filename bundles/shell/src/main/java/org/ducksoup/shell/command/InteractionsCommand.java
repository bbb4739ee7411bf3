package org.ducksoup.shell.command;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.StatusDocument;
import org.ducksoup.shell.study.StatusText;

/** {@code ducksoup:interactions}. */
@Service
@Command(
        scope = "ducksoup",
        name = "interactions",
        description = "Lists the interactions that wait or run, oldest first.")
@SuppressWarnings("SystemOut") // the command's console
public final class InteractionsCommand extends StudyCommand {
    @Override
    void run(Supervision study) {
        if (isJson()) {
            printJson(StatusDocument.of(study.interactions()));
        } else {
            StatusText.list(study.interactions(), System.out);
        }
    }
}
