package org.ducksoup.shell.recording;

import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.SalvagedRun;
import org.ducksoup.shell.command.ConsoleCommand;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:salvage}. */
@Service
@Command(
        scope = "ducksoup",
        name = "salvage",
        description = "Finishes recordings that a crash left unfinished. Runs that are active are not touched.")
@SuppressWarnings("SystemOut") // the command's console
public final class SalvageCommand extends ConsoleCommand {
    @Argument(
            name = "directory",
            description = "A run's directory as ducksoup:recordings --json lists it, or one with several runs in it;"
                    + " the data directory if none is given")
    @Completion(UnfinishedRunCompleter.class)
    private @Nullable String directory;

    @Reference
    private @Nullable Archive archive;

    @Override
    public @Nullable Object execute() throws OperationException, IOException {
        List<SalvagedRun> runs = set(archive).recordings().salvage(directory);
        if (isJson()) {
            printJson(runs.stream().map(RunDocument::of).toList());
        } else {
            RunText.salvaged(runs, System.out);
        }
        return null;
    }
}
