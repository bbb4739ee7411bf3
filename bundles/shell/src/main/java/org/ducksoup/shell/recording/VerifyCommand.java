package org.ducksoup.shell.recording;

import java.io.IOException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.RunVerification;
import org.ducksoup.shell.command.ConsoleCommand;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:verify}. */
@Service
@Command(
        scope = "ducksoup",
        name = "verify",
        description = "Compares the files of a recorded run with its manifest, their indexes and each other."
                + " Fails if something is wrong.")
@SuppressWarnings("SystemOut") // the command's console
public final class VerifyCommand extends ConsoleCommand {
    @Argument(
            name = "run",
            required = true,
            description = "Its id or its directory as ducksoup:recordings lists them,"
                    + " or the name of an interaction that has only one run")
    @Completion(RunCompleter.class)
    private @Nullable String run;

    @Reference
    private @Nullable Archive archive;

    @Override
    public @Nullable Object execute() throws OperationException, IOException {
        RunVerification found = set(archive).recordings().verify(set(run));
        if (isJson()) {
            printJson(RunDocument.of(found));
        } else {
            RunText.verification(found, System.out);
        }
        if (!found.isPassed()) {
            System.out.flush();
            throw new OperationException(
                    OperationException.Cause.BAD_VALUE, "run " + found.run().id() + " is not as it was recorded");
        }
        return null;
    }
}
