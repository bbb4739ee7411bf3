package org.ducksoup.shell.recording;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ducksoup.api.operation.OperationException;
import org.jspecify.annotations.Nullable;

/** Ids and directories of recorded runs. */
@Service
public final class RunCompleter implements Completer {
    @Reference
    private @Nullable Archive archive;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        Archive known = archive;
        return known == null ? -1 : new StringsCompleter(names(known)).complete(session, line, candidates);
    }

    private static List<String> names(Archive archive) {
        try {
            return archive.recordings().runs().stream()
                    .flatMap(run -> Stream.of(run.id(), run.directory()))
                    .toList();
        } catch (OperationException | IOException e) {
            return List.of(); // the command says so when it is sent
        }
    }
}
