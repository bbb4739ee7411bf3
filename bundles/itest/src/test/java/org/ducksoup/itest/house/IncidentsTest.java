package org.ducksoup.itest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each row of docs/incidents.md is shown by tests, and every one of them exists: the class, and the method if one is named. */
@Tag("waits")
class IncidentsTest {
    /** Tests of the bundle that is named before them, of {@code itest} where none is. */
    private static final Pattern TESTS = Pattern.compile("(?:(\\w+): )?((?:`\\w+Test(?:\\.\\w+)?`(?:, )?)+)");

    private static final Pattern NAME = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    private static List<String> rows() throws IOException {
        return Files.readString(Project.ROOT.resolve("docs/incidents.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what happens "))
                .toList();
    }

    @Test
    void everyRowIsShownByTestsThatExist() throws IOException {
        List<String> missing = new ArrayList<>();
        assertThat(rows()).hasSizeGreaterThan(20);
        for (String row : rows()) {
            String[] cells = row.split(" \\| ");
            assertThat(cells).as(row).hasSize(5);
            Matcher tests = TESTS.matcher(cells[4]);
            assertThat(tests.find()).as("a test of: " + row).isTrue();
            do {
                String bundle = tests.group(1) == null ? "itest" : tests.group(1);
                Matcher name = NAME.matcher(tests.group(2));
                while (name.find()) {
                    if (!exists(bundle, name.group(1), name.group(2))) {
                        missing.add(bundle + ": " + name.group());
                    }
                }
            } while (tests.find());
        }
        assertThat(missing).isEmpty();
    }

    private static boolean exists(String bundle, String test, String method) throws IOException {
        Path sources = Project.ROOT.resolve("bundles").resolve(bundle).resolve("src/test/java");
        if (!Files.isDirectory(sources)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.getFileName().toString().equals(test + ".java"))
                    .toList()) {
                if (method == null || Files.readString(file).contains("void " + method + "(")) {
                    return true;
                }
            }
        }
        return false;
    }
}
