package org.ducksoup.shell.server;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ducksoup.api.operation.OperationException;
import org.jspecify.annotations.Nullable;

/** Keys, variables and configurations of settings. */
@Service
public final class SettingCompleter implements Completer {
    @Reference
    private @Nullable Settings settings;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        Settings known = settings;
        return known == null ? -1 : new StringsCompleter(names(known)).complete(session, line, candidates);
    }

    private static List<String> names(Settings settings) {
        try {
            return settings.all().stream()
                    .flatMap(one ->
                            Stream.of(one.key(), one.pid(), Objects.requireNonNullElse(one.variable(), one.key())))
                    .distinct()
                    .toList();
        } catch (OperationException e) {
            return List.of(); // the command says so when it is sent
        }
    }
}
