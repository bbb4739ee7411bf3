package org.ducksoup.shell.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.Supervision;
import org.ducksoup.shell.study.InteractionNames;
import org.jspecify.annotations.Nullable;

/** A command about the running interactions. What cannot be done is an exception, with which the console fails. */
@SuppressWarnings("SystemOut") // the command's console
abstract class StudyCommand implements Action {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(name = "--json", description = "Prints JSON, for scripts")
    private boolean json;

    @Reference
    private @Nullable Supervision supervision;

    @Override
    public @Nullable Object execute() throws OperationException, InterruptedException {
        run(Objects.requireNonNull(supervision, "the console sets it"));
        return null;
    }

    /** Does the command's work. */
    abstract void run(Supervision study) throws OperationException, InterruptedException;

    /** Whether the output is for a script. */
    boolean isJson() {
        return json;
    }

    /** Prints a sentence, or the same as JSON. */
    void done(String sentence, Map<String, ?> values) {
        if (json) {
            printJson(values);
        } else {
            System.out.println(sentence);
        }
    }

    static void printJson(Object document) {
        try {
            System.out.println(JSON.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and lists of texts and numbers are JSON", e);
        }
    }

    /** The names of all interactions, for completion. */
    static List<String> names(@Nullable Supervision study) {
        return study == null ? List.of() : InteractionNames.of(study.interactions());
    }
}
