package org.ducksoup.shell.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.jspecify.annotations.Nullable;

/** A command that prints tables and sentences, or JSON. An exception makes the console fail, with exit status 1. */
@SuppressWarnings("SystemOut") // the command's console
public abstract class ConsoleCommand implements Action {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(name = "--json", description = "Prints JSON, for scripts")
    private boolean json;

    /** Whether the output is for a script. */
    protected boolean isJson() {
        return json;
    }

    /** Prints what was done: as the document, or as a sentence. */
    protected void done(Map<String, ?> document, String sentence) {
        if (json) {
            printJson(document);
        } else {
            System.out.println(sentence);
        }
    }

    protected static void printJson(Object document) {
        try {
            System.out.println(JSON.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and lists of texts and numbers are JSON", e);
        }
    }

    /** A reference or a required argument, which the console sets before it runs the command. */
    protected static <T> T set(@Nullable T value) {
        return Objects.requireNonNull(value, "the console sets it");
    }
}
