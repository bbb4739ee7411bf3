package org.ducksoup.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of {@code docs/embedding.md}, as they are printed but for the server's address. */
final class EmbeddingGuide {
    private final String text;

    EmbeddingGuide() throws IOException {
        text = Files.readString(Project.ROOT.resolve("docs/embedding.md"));
    }

    /** The code below {@code <!-- example: name -->}, with <code>${DUCKSOUP}</code> for the server that tests use. */
    String example(String name) {
        Pattern block =
                Pattern.compile("<!-- example: " + Pattern.quote(name) + " -->\\s*```\\w+\\n(.*?)```", Pattern.DOTALL);
        Matcher matcher = block.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("docs/embedding.md has no example " + name);
        }
        return matcher.group(1)
                .replace("wss://ducksoup-host.com/ws", "${SIGNALING}")
                .replace("https://ducksoup-host.com", "${DUCKSOUP}");
    }
}
