package org.ducksoup.shell.completion;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.ducksoup.api.operation.OperationException;
import org.jspecify.annotations.Nullable;

/** Proposes names for the argument that is being typed. */
public abstract class NameCompleter implements Completer {
    @Override
    public final int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(proposals(line.getArguments())).complete(session, line, candidates);
    }

    private List<String> proposals(String[] typed) {
        try {
            return names(typed);
        } catch (OperationException | IOException e) {
            return List.of(); // the command says so when it is sent
        }
    }

    /**
     * The names that are possible here.
     *
     * @param typed the command and its arguments, the one under the cursor included
     */
    protected abstract List<String> names(String[] typed) throws OperationException, IOException;

    /** An argument that was typed before, or an empty text. */
    protected static String argument(String[] typed, int index) {
        return index < typed.length ? typed[index] : "";
    }

    /** A reference, which the console sets before it asks. */
    protected static <T> T set(@Nullable T value) {
        return Objects.requireNonNull(value, "the console sets it");
    }
}
