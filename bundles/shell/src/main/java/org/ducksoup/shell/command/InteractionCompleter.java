package org.ducksoup.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ducksoup.api.operation.Supervision;
import org.jspecify.annotations.Nullable;

/** Names of interactions. */
@Service
public final class InteractionCompleter implements Completer {
    @Reference
    private @Nullable Supervision supervision;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(StudyCommand.names(supervision)).complete(session, line, candidates);
    }
}
