package org.ducksoup.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole conversations, kept as files in {@code dialogues}. {@link Dialogue} describes their format. */
class DialogueTest {
    @TestFactory
    Stream<DynamicTest> dialogues() throws IOException, URISyntaxException {
        Path directory = Path.of(
                Objects.requireNonNull(getClass().getResource("/dialogues")).toURI());
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.sorted().toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(5);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(), () -> new Dialogue().play(Files.readAllLines(file))));
    }
}
