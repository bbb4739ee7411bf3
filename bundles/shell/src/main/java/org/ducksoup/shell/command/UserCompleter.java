package org.ducksoup.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ducksoup.shell.study.Proposals;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** Participants of the interaction that was typed before. */
@Service
public final class UserCompleter implements Completer {
    @Reference
    private @Nullable SupervisedStudy supervised;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        SupervisedStudy study = supervised;
        String[] typed = line.getArguments();
        if (study == null || typed.length < 2) {
            return -1;
        }
        return new StringsCompleter(Proposals.users(study.interactions(), typed[1]))
                .complete(session, line, candidates);
    }
}
