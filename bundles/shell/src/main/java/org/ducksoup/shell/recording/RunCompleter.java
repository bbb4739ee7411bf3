package org.ducksoup.shell.recording;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.completion.NameCompleter;
import org.jspecify.annotations.Nullable;

/** Ids and directories of recorded runs. */
@Service
public final class RunCompleter extends NameCompleter {
    @Reference
    private @Nullable Archive archive;

    @Override
    protected List<String> names(String[] typed) throws OperationException, IOException {
        return set(archive).recordings().runs().stream()
                .flatMap(run -> Stream.of(run.id(), run.directory()))
                .toList();
    }
}
