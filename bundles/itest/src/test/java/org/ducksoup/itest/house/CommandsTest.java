package org.ducksoup.itest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each command of the console is in a guide, and is tried on a running server, for scripts too. */
@Tag("waits")
class CommandsTest {
    private static final Pattern COMMAND = Pattern.compile("scope = \"ducksoup\",\\s+name = \"([a-z]+)\"");

    /** {@code ./ducksoup deploy} calls it, and has tests of its own. */
    private static final Set<String> OF_LABS = Set.of("deploy");

    private static String texts(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(CommandsTest::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> commands() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path bundle : Project.bundles()) {
            Path sources = bundle.resolve("src/main/java");
            if (Files.isDirectory(sources)) {
                Matcher command = COMMAND.matcher(texts(sources));
                while (command.find()) {
                    names.add(command.group(1));
                }
            }
        }
        return names;
    }

    @Test
    void eachCommandIsExplainedAndTried() throws IOException {
        String guide =
                text(Project.ROOT.resolve("docs/operating.md")) + text(Project.ROOT.resolve("docs/extending.md"));
        String tests = texts(Project.ROOT.resolve("bundles/itest/src/test/java/org/ducksoup/itest/operation"));
        List<String> missing = new ArrayList<>();
        for (String name : commands()) {
            if (!Pattern.compile("ducksoup:" + name + "\\b").matcher(guide).find()) {
                missing.add(name + " is in no guide");
            }
            if (!OF_LABS.contains(name) && !guide.contains("\n> ducksoup:" + name)) {
                missing.add(name + " has no output in docs/operating.md, which ConsoleGuideTest compares");
            }
            if (!OF_LABS.contains(name) && !tests.contains("ducksoup:" + name + " --json")) {
                missing.add(name + " --json is in no test");
            }
        }
        assertThat(missing).isEmpty();
        assertThat(commands()).hasSizeGreaterThan(20).containsAll(OF_LABS);
    }
}
