package org.ducksoup.plan.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.ducksoup.plan.Examples;
import org.ducksoup.plan.model.Plan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanLibraryTest {
    @TempDir
    Path directory;

    private PlanLibrary library;
    private int edits;

    @BeforeEach
    void open() {
        library = new PlanLibrary(directory);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
        // Edits within one millisecond and of one size are none for any program.
        Files.setLastModifiedTime(directory.resolve(file), FileTime.fromMillis(1_000_000 + edits++));
        library.refresh();
    }

    @Test
    void plansAreFoundByTheNamesOfTheirFiles() throws IOException {
        write("dyad.yaml", Examples.DYAD);
        write("mirror.json", "{\"duration\": 60, \"roles\": [\"a\"], \"conditions\": {\"main\": {}}}");
        write("notes.txt", "no plan");
        write(".dyad.yaml.swp", "no plan");
        write("my plan.yaml", Examples.DYAD);
        assertThat(library.files()).containsOnlyKeys("dyad", "mirror");
        assertThat(library.plan("dyad").orElseThrow().roles()).containsExactly("a", "b");
        assertThat(library.plan("notes")).isEmpty();
    }

    @Test
    void withoutADirectoryThereIsNoPlan() {
        PlanLibrary none = new PlanLibrary(directory.resolve("none"));
        none.refresh();
        assertThat(none.files()).isEmpty();
    }

    @Test
    void aBrokenFileKeepsTheVersionBefore() throws IOException {
        write("dyad.yaml", Examples.DYAD);
        Plan good = library.plan("dyad").orElseThrow();
        write("dyad.yaml", Examples.DYAD.replace("600", "soon"));
        assertThat(library.plan("dyad")).containsSame(good);
        assertThat(library.files().get("dyad").problems()).hasSize(1);
        write("dyad.yaml", Examples.DYAD.replace("600", "300"));
        assertThat(library.plan("dyad").orElseThrow().duration()).hasMinutes(5);
        assertThat(library.files().get("dyad").problems()).isEmpty();
    }

    @Test
    void aFileThatWasNeverGoodIsNoPlan() throws IOException {
        write("dyad.yaml", "duration: soon");
        assertThat(library.plan("dyad")).isEmpty();
        assertThat(library.files().get("dyad").problems()).isNotEmpty();
    }

    /** An interaction keeps what it has. */
    @Test
    void anEditChangesNoPlanThatSomebodyHas() throws IOException {
        write("dyad.yaml", Examples.DYAD);
        Plan held = library.plan("dyad").orElseThrow();
        write("dyad.yaml", Examples.DYAD.replace("600", "300"));
        assertThat(held.duration()).hasMinutes(10);
        assertThat(library.plan("dyad")).isNotEmpty().get().isNotSameAs(held);
        Files.delete(directory.resolve("dyad.yaml"));
        library.refresh();
        assertThat(library.files()).isEmpty();
    }

    @Test
    void whatIsTheSameIsNotReadAgain() throws IOException {
        write("dyad.yaml", Examples.DYAD);
        Plan first = library.plan("dyad").orElseThrow();
        write("other.yaml", Examples.DYAD);
        assertThat(library.plan("dyad")).containsSame(first);
    }

    @Test
    void ofTwoFilesWithOneNameTheFirstCounts() throws IOException {
        write("dyad.json", "{\"duration\": 60, \"roles\": [\"a\"], \"conditions\": {\"main\": {}}}");
        write("dyad.yaml", Examples.DYAD);
        assertThat(library.plan("dyad").orElseThrow().roles()).containsExactly("a");
    }
}
