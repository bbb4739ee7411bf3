package org.ducksoup.shell.recording;

import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.completion.NameCompleter;
import org.jspecify.annotations.Nullable;

/** Names of interactions that have recorded runs. */
@Service
public final class RecordedInteractionCompleter extends NameCompleter {
    @Reference
    private @Nullable Archive archive;

    @Override
    protected List<String> names(String[] typed) throws OperationException, IOException {
        return RunChoice.names(set(archive).recordings().runs());
    }
}
