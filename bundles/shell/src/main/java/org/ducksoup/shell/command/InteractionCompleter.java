package org.ducksoup.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ducksoup.shell.study.InteractionNames;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** Names of interactions. */
@Service
public final class InteractionCompleter implements Completer {
    @Reference
    private @Nullable SupervisedStudy study;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        SupervisedStudy known = study;
        return known == null
                ? -1
                : new StringsCompleter(InteractionNames.of(known.interactions())).complete(session, line, candidates);
    }
}
