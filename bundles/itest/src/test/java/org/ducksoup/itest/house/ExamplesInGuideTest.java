package org.ducksoup.itest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Guide;
import org.ducksoup.itest.tool.Project;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The code in the guide for labs is that of the examples, which the build compiles and tests. */
@Tag("waits")
class ExamplesInGuideTest {
    private static final int LINES = 60;
    private static final Path EXAMPLES = Project.ROOT.resolve("bundles/examples/src/main/java/org/ducksoup/examples");

    @Test
    void theGuideShowsTheExamplesAsTheyAre() throws IOException {
        Guide guide = new Guide("docs/extending.md");
        List<String> files = guide.examples("bundles/");
        assertThat(files).hasSizeGreaterThan(3);
        for (String file : files) {
            assertThat(guide.example(file)).as(file).isEqualTo(Files.readString(Project.ROOT.resolve(file)));
        }
    }

    @Test
    void anExampleIsShortAndTheGuideNamesIt() throws IOException {
        String guide = Files.readString(Project.ROOT.resolve("docs/extending.md"));
        try (Stream<Path> sources = Files.list(EXAMPLES)) {
            for (Path source :
                    sources.filter(path -> !path.endsWith("package-info.java")).toList()) {
                List<String> code = Files.readAllLines(source).stream()
                        .dropWhile(line -> !line.startsWith("/**"))
                        .toList();
                assertThat(code).as("the class in %s", source).hasSizeBetween(5, LINES - 1);
                assertThat(guide).contains(source.getFileName().toString().replace(".java", ""));
            }
        }
    }
}
