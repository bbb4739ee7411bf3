package org.ducksoup.shell.recording;

import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.completion.NameCompleter;
import org.jspecify.annotations.Nullable;

/** Directories of runs that a crash has left. */
@Service
public final class UnfinishedRunCompleter extends NameCompleter {
    @Reference
    private @Nullable Archive archive;

    @Override
    protected List<String> names(String[] typed) throws OperationException, IOException {
        return RunChoice.unfinished(set(archive).recordings().runs());
    }
}
