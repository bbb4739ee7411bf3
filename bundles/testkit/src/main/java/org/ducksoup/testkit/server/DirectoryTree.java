package org.ducksoup.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes directories with everything in them. Links are deleted, and not what they point to. Idempotent. */
public final class DirectoryTree {
    private DirectoryTree() {}

    /** @throws IOException at the first file that cannot be deleted */
    public static void delete(Path directory) throws IOException {
        for (Path path : fromTheLeaves(directory)) {
            Files.deleteIfExists(path);
        }
    }

    /** Leaves what cannot be deleted, such as a directory that a program still writes to: the system removes temporary files itself. */
    public static void deleteIfPossible(Path directory) {
        try {
            fromTheLeaves(directory).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Somebody else deletes it at the same time.
        }
    }

    private static List<Path> fromTheLeaves(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
