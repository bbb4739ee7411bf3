package org.ducksoup.shell.server;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.completion.NameCompleter;
import org.jspecify.annotations.Nullable;

/** Keys, variables and configurations of settings. */
@Service
public final class SettingCompleter extends NameCompleter {
    @Reference
    private @Nullable Settings settings;

    @Override
    protected List<String> names(String[] typed) throws OperationException {
        return set(settings).all().stream()
                .flatMap(one -> Stream.of(one.key(), one.pid(), Objects.requireNonNullElse(one.variable(), one.key())))
                .distinct()
                .toList();
    }
}
