package org.ducksoup.itest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The READMEs of the bundles describe the code as it is. */
@Tag("waits")
class ReadmesTest {
    /** A class with fewer lines need not be named. */
    private static final int LINES = 60;

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum|@interface) ([A-Z]\\w*)");

    /** A name in backquotes, alone or with a member after it. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:[.#(][^`]*)?`");

    /** Names of the platform and of libraries. */
    private static final Set<String> FOREIGN = Set.of("AssertionError", "Gst", "Integer");

    static Stream<Path> bundles() {
        return Stream.concat(
                Project.bundles().stream(), Stream.of("microbench", "bench").map(Project.ROOT::resolve));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyClassThatIsNamedExists(Path bundle) throws IOException {
        Set<String> ours = bundles()
                .flatMap(each -> sources(each.resolve("src")))
                .flatMap(source -> TYPE.matcher(read(source)).results())
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        assertThat(ours).hasSizeGreaterThan(500);
        Set<String> named = NAMED.matcher(readme(bundle))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        named.removeAll(ours);
        named.removeAll(FOREIGN);
        assertThat(named).as("names in README.md that no class has").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyClassOfSomeSizeIsNamed(Path bundle) throws IOException {
        Set<String> words = Pattern.compile("\\w+")
                .matcher(readme(bundle))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        Set<String> unnamed = sources(bundle.resolve("src/main"))
                .filter(source -> read(source).lines().count() > LINES)
                .map(source -> source.getFileName().toString().replace(".java", ""))
                .filter(name -> !words.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(unnamed)
                .as("classes of more than %d lines that README.md does not name", LINES)
                .isEmpty();
    }

    private static String readme(Path bundle) throws IOException {
        return Files.readString(bundle.resolve("README.md"));
    }

    private static Stream<Path> sources(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
