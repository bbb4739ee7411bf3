package org.ducksoup.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {
    @TempDir
    Path directory;

    private Path tree() throws IOException {
        Path tree = directory.resolve("tree");
        Files.createDirectories(tree.resolve("a/b"));
        Files.writeString(tree.resolve("a/b/file"), "text");
        Path kept = Files.createDirectories(directory.resolve("kept"));
        Files.writeString(kept.resolve("file"), "text");
        Files.createSymbolicLink(tree.resolve("link"), kept);
        return tree;
    }

    @Test
    void deletesEverythingAndFollowsNoLink() throws IOException {
        Path tree = tree();
        DirectoryTree.delete(tree);
        assertThat(tree).doesNotExist();
        assertThat(directory.resolve("kept/file")).exists();
        DirectoryTree.delete(tree);
    }

    @Test
    void deletesWhatCanBeDeleted() throws IOException {
        Path tree = tree();
        DirectoryTree.deleteIfPossible(tree);
        assertThat(tree).doesNotExist();
        assertThat(directory.resolve("kept/file")).exists();
        DirectoryTree.deleteIfPossible(tree);
    }
}
