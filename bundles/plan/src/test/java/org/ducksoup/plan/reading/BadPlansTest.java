package org.ducksoup.plan.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ducksoup.plan.text.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What authors of plans get wrong. Each file begins with the sentences that they read, as comments. {@code -Dgolden.write=true}
 * writes them anew.
 */
class BadPlansTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/org/ducksoup/plan/bad");

    static Stream<Path> plans() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().toList().stream();
        }
    }

    private static List<String> sentences(byte[] bytes) {
        return PlanReader.read("bad", bytes).problems().stream()
                .map(Problem::sentence)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("plans")
    void thePlanIsRefusedWithASentence(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> expected = lines.stream()
                .takeWhile(line -> line.startsWith("# Line "))
                .map(line -> line.substring(2))
                .toList();
        if (Boolean.getBoolean("golden.write")) {
            write(
                    file,
                    lines.stream().dropWhile(line -> line.startsWith("# Line ")).toList());
            return;
        }
        PlanReader.Result result = PlanReader.read("bad", Files.readAllBytes(file));
        assertThat(result.plan()).isNull();
        assertThat(sentences(Files.readAllBytes(file))).isEqualTo(expected).isNotEmpty();
        result.problems().forEach(problem -> {
            assertThat(problem.place().line()).isPositive();
            assertThat(List.of(problem.key(), problem.what(), problem.allowed(), problem.remedy()))
                    .noneMatch(String::isBlank);
            assertThat(problem.sentence()).doesNotContain("\n").endsWith(".");
        });
    }

    /** The sentences have the numbers of lines, and are lines themselves. */
    private static void write(Path file, List<String> plan) throws IOException {
        int count = sentences(String.join("\n", plan).getBytes()).size();
        String before = "# Line\n".repeat(count);
        List<String> sentences = sentences((before + String.join("\n", plan) + "\n").getBytes());
        Files.write(
                file,
                Stream.concat(sentences.stream().map(sentence -> "# " + sentence), plan.stream())
                        .toList());
    }

    @Test
    void thereAreMany() throws IOException {
        assertThat(plans()).hasSizeGreaterThan(100);
    }

    @Test
    void whatIsNoTextIsRefused() {
        byte[] latin = {'d', 'u', 'r', 'a', 't', 'i', 'o', 'n', ':', ' ', '1', '\n', 't', (byte) 0xe9, '\n'};
        assertThat(sentences(latin))
                .containsExactly("Line 2, column 2: the file is not in UTF-8; allowed is YAML or JSON in UTF-8 of up to"
                        + " 256 KiB; save it with this encoding.");
        assertThat(sentences(new byte[300_000]).get(0)).contains("has 300000 bytes");
        assertThat(sentences(new byte[0]).get(0)).contains("is empty");
        assertThat(sentences(new byte[] {0, 1, 2}).get(0)).contains("is not YAML");
    }

    /** All are found at once, in the order of the file. */
    @Test
    void severalProblemsAreSeveralSentences() {
        String plan = "duration: x\nroles: [1]\nwidth: 5\nconditions: {}\ntimeline: 5\n";
        assertThat(PlanReader.read("bad", plan).problems())
                .extracting(problem -> problem.place().line())
                .containsExactly(1, 1, 2, 3, 5);
    }

    /** "Billion laughs": each line doubles what the line before stands for. */
    @Test
    void aFileThatGrowsInMemoryIsRefused() {
        StringBuilder plan = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            plan.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }
        assertThat(sentences(plan.toString().getBytes()).get(0)).contains("anchor");
    }
}
