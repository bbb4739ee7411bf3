package org.ducksoup.shell.part;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.shell.AvailableEffects;
import org.jspecify.annotations.Nullable;

/** Names of effects that can be used. */
@Service
public final class EffectCompleter implements Completer {
    @Reference
    private @Nullable AvailableEffects effects;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        AvailableEffects known = effects;
        if (known == null) {
            return -1;
        }
        List<String> names =
                known.all().stream().map(EffectDescription::name).distinct().toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
