package org.ducksoup.itest.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of a document in {@code docs}, exactly as they are printed. */
public final class Guide {
    private final String document;
    private final String text;

    /** @param document its path from the project's root */
    public Guide(String document) throws IOException {
        this.document = document;
        text = Files.readString(Project.ROOT.resolve(document));
    }

    /** The names of its examples with this prefix. */
    public List<String> examples(String prefix) {
        return Pattern.compile("<!-- example: (" + Pattern.quote(prefix) + "\\S+) -->")
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** The code below {@code <!-- example: name -->}. */
    public String example(String name) {
        Pattern block =
                Pattern.compile("<!-- example: " + Pattern.quote(name) + " -->\\s*```\\w*\\n(.*?)```", Pattern.DOTALL);
        Matcher matcher = block.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError(document + " has no example " + name);
        }
        return matcher.group(1);
    }
}
