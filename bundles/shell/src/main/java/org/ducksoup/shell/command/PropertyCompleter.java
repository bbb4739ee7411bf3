package org.ducksoup.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.study.Proposals;
import org.ducksoup.shell.study.SupervisedStudy;
import org.jspecify.annotations.Nullable;

/** Properties of the effect that was typed before. */
@Service
public final class PropertyCompleter implements Completer {
    @Reference
    private @Nullable SupervisedStudy supervised;

    @Reference
    private @Nullable AvailableEffects effects;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        SupervisedStudy study = supervised;
        AvailableEffects available = effects;
        String[] typed = line.getArguments();
        if (study == null || available == null || typed.length < 4) {
            return -1;
        }
        return new StringsCompleter(
                        Proposals.properties(study.interactions(), typed[1], typed[2], typed[3], available.all()))
                .complete(session, line, candidates);
    }
}
