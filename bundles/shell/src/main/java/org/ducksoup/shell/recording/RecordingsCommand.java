package org.ducksoup.shell.recording;

import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.RecordedRun;
import org.ducksoup.shell.command.ConsoleCommand;
import org.jspecify.annotations.Nullable;

/** {@code ducksoup:recordings}. */
@Service
@Command(
        scope = "ducksoup",
        name = "recordings",
        description = "Lists the recorded runs of the data directory, oldest first.")
@SuppressWarnings("SystemOut") // the command's console
public final class RecordingsCommand extends ConsoleCommand {
    @Argument(name = "interaction", description = "Only the runs of this interaction")
    @Completion(RecordedInteractionCompleter.class)
    private @Nullable String interaction;

    @Option(name = "--last", description = "Only so many of the newest runs; 0 means all")
    private int last;

    @Reference
    private @Nullable Archive archive;

    @Override
    public @Nullable Object execute() throws OperationException, IOException {
        List<RecordedRun> runs = RunChoice.of(set(archive).recordings().runs(), interaction, last);
        if (isJson()) {
            printJson(runs.stream().map(RunDocument::of).toList());
        } else {
            RunText.list(runs, System.out);
        }
        return null;
    }
}
